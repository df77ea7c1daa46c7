// Files of addresses, whole and damaged.
import { expect } from 'chai';
import { existsSync, writeFileSync } from 'node:fs';
import { lastValueFrom, toArray } from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import type { Event } from '../../lib/event.ts';
import { bootstrapFile } from '../../lib/sources/bootstrapFile.ts';
import { tempFolder } from '../support/tempFolder.ts';

const ID = 'abcdefghijklmnopqrstuvwxyz234567';

const eventsOf = (file: string): Promise<Event[]> =>
  lastValueFrom(bootstrapFile(file, realEnv).pipe(toArray()), { defaultValue: [] });

describe('bootstrapFile', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  it('reads a plain list, and says which entries cannot be used and why', async () => {
    const file = path('seeds.json');
    writeFileSync(file, JSON.stringify(['A:1', 7, `${ID}@b:2`, 'c']));
    expect(await eventsOf(file)).to.deep.equal([
      { type: 'addresses-learnt', from: 'file', addresses: [{ address: 'a:1' }, { address: `${ID}@b:2` }] },
      { type: 'addresses-missed', from: 'file',
        error: `${file}: addresses[1]: is not text but number; ${file}: addresses[3]: address "c": ` +
          'not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT' },
    ]);
  });

  it("takes the addresses of another node's book, and neither its bans nor its failures", async () => {
    const file = path('peers.json');
    writeFileSync(file, JSON.stringify({
      version: 1,
      addresses: [{ address: 'a:1', node: ID, attempts: 9, nextAttemptAt: '2999-01-01T00:00:00Z', lastError: 'reset' }],
      bans: [{ subject: 'b', until: '2999-01-01T00:00:00Z', reason: 'x' }],
    }));
    expect(await eventsOf(file)).to.deep.equal([
      { type: 'addresses-learnt', from: 'file', addresses: [{ address: `${ID}@a:1` }] },
    ]);
  });

  it('says so when there is no such file, and leaves a file that it cannot read where it is', async () => {
    const file = path('seeds.json');
    expect(await eventsOf(file)).to.have.nested.property('[0].error').that.includes('ENOENT');
    writeFileSync(file, '["a:1"');
    expect(await eventsOf(file)).to.have.nested.property('[0].error').that.includes(`${file}: is not JSON`);
    expect(existsSync(file)).to.equal(true);
    expect(await eventsOf(path())).to.have.nested.property('[0].error').that.includes('is not a file');
  });
});
