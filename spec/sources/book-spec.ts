// The book of the last run, whole and damaged.
import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { lastValueFrom, toArray } from 'rxjs';
import type { Event } from '../../lib/event.ts';
import { book } from '../../lib/sources/book.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';
import { virtualEnv } from '../../lib/testing/virtualEnv.ts';
import { tempFolder } from '../support/tempFolder.ts';

const NOW = Date.UTC(2026, 0, 31);

describe('book', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  const eventsOf = (file: string): Promise<Event[]> =>
    lastValueFrom(book(file, virtualEnv({ startsAt: NOW })).pipe(toArray()), { defaultValue: [] });

  it('tells of the addresses, of those that must wait, and of the bans in force', async () => {
    const node = nodeIdFrom('a');
    writeFileSync(path('peers.json'), JSON.stringify({
      version: 1,
      addresses: [
        { address: '192.0.2.1:7000', node, aliveAt: '2026-01-30T00:00:00Z', attempts: 0 },
        { address: '192.0.2.2:7000', attempts: 3, nextAttemptAt: '2026-01-31T00:10:00Z', lastError: 'unreachable' },
      ],
      bans: [
        { subject: '192.0.2.3', until: '2026-02-01T00:00:00Z', reason: 'flooded' },
        { subject: '192.0.2.4', until: '2026-01-30T00:00:00Z', reason: 'over' },
      ],
    }));
    expect(await eventsOf(path('peers.json'))).to.deep.equal([
      { type: 'subject-banned', subject: '192.0.2.3', until: Date.UTC(2026, 1, 1), reason: 'flooded', from: 'book' },
      { type: 'addresses-learnt', from: 'book', addresses: [
        { address: `${node}@192.0.2.1:7000`, aliveAt: Date.UTC(2026, 0, 30), kept: { learntAt: NOW } },
        { address: '192.0.2.2:7000', kept: { learntAt: NOW } },
      ] },
      { type: 'address-deferred', address: '192.0.2.2:7000', until: NOW + 600_000, attempts: 3, error: 'unreachable' },
    ]);
  });

  it('has nothing to say at the first start', async () => {
    expect(await eventsOf(path('peers.json'))).to.deep.equal([]);
  });

  it('sets a damaged book aside, says where, and starts without it', async () => {
    const file = path('peers.json');
    writeFileSync(file, '{"version":1,"addresses":[{"addr');
    const aside = `${file}.damaged-2026-01-31T00-00-00.000Z`;
    const events = await eventsOf(file);
    expect(events).to.have.lengthOf(1);
    expect(events[0]).to.have.property('type', 'addresses-missed');
    expect(events[0]).to.have.property('error').that.matches(/is not JSON: .*; set aside as .*, starting without it$/);
    expect(events[0]).to.have.property('error').that.includes(aside);
    expect([existsSync(file), readFileSync(aside, 'utf8')]).to.deep.equal([false, '{"version":1,"addresses":[{"addr']);
  });

  it('leaves out the entries that are damaged, and says which', async () => {
    writeFileSync(path('peers.json'), '["a:1", "b"]');
    expect(await eventsOf(path('peers.json'))).to.deep.equal([
      { type: 'addresses-learnt', from: 'book', addresses: [{ address: 'a:1', kept: { learntAt: NOW, named: true } }] },
      { type: 'addresses-missed', from: 'book',
        error: 'addresses[1]: address "b": not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT; ' +
          `${path('peers.json')} as it was is set aside as ${path('peers.json.damaged-2026-01-31T00-00-00.000Z')}` },
    ]);
  });

  it('makes the node stop when there is a book that it cannot read, so that no save replaces it', async () => {
    const file = path('peers.json');
    symlinkSync('peers.json', file); // leads to itself, which is the same for every user
    const [event, ...others] = await eventsOf(file);
    expect(others).to.deep.equal([]);
    expect(event).to.have.property('type', 'stop-requested');
    expect(event).to.have.property('reason').that.matches(/peers\.json cannot be read: ELOOP.*; give it to this user/);
    expect(readdirSync(path())).to.deep.equal(['peers.json']);
  });

  it('says so when the book cannot be read, and moves nothing', async () => {
    expect(await eventsOf(path())).to.have.nested.property('[0].error')
      .that.matches(/is not a file, starting without it$/);
    expect(readdirSync(path())).to.deep.equal([]);
  });
});
