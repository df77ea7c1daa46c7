// Lists of addresses, right and wrong.
import { expect } from 'chai';
import { lastValueFrom, toArray } from 'rxjs';
import type { Event } from '../../lib/event.ts';
import { bootstrapList } from '../../lib/sources/bootstrapList.ts';

const eventsOf = (list: readonly string[]): Promise<Event[]> =>
  lastValueFrom(bootstrapList(list).pipe(toArray()), { defaultValue: [] });

describe('bootstrapList', () => {
  it('tells of the addresses in their canonical form, each once, and completes', async () => {
    expect(await eventsOf(['Example.org:7000', '[::0:1]:7001', 'example.org:7000'])).to.deep.equal([{
      type: 'addresses-learnt', from: 'config',
      addresses: [{ address: 'example.org:7000' }, { address: '[::1]:7001' }],
    }]);
  });

  it('says which of them cannot be used, and uses the others', async () => {
    expect(await eventsOf(['a:1', 'nowhere', 'b:0'])).to.deep.equal([
      { type: 'addresses-learnt', from: 'config', addresses: [{ address: 'a:1' }] },
      { type: 'addresses-missed', from: 'config',
        error: 'peers[1]: address "nowhere": not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT; ' +
          'peers[2]: address "b:0": port 0 cannot be dialled' },
    ]);
  });

  it('has nothing to say about an empty list', async () => {
    expect(await eventsOf([])).to.deep.equal([]);
  });

  it('spreads many addresses over several events, and shows ten problems', async () => {
    const events = await eventsOf(Array.from({ length: 2_500 }, (_, at) => `a${at}:1`));
    expect(events.map((event) => (event.type === 'addresses-learnt' ? event.addresses.length : 0)))
      .to.deep.equal([1_000, 1_000, 500]);
    const [missed] = await eventsOf(Array.from({ length: 30 }, () => 'x'));
    expect(missed).to.have.property('error').that.matches(/; and 20 more$/);
  });
});
