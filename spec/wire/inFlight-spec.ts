// Who has room for one more request.
import { expect } from 'chai';
import { InFlight } from '../../lib/wire/inFlight.ts';
import { OWN_REQUESTS_IN_FLIGHT_MAX, REQUESTS_IN_FLIGHT_MAX } from '../../lib/wire/limits.ts';

const filled = (route: string, count: number): InFlight<string> => {
  const requests = new InFlight<string>();
  for (let stream = 1; stream <= count; stream++) requests.add(stream, route, route);
  return requests;
};

describe('InFlight', () => {
  it('has room for 256 of the application and 32 of the protocol, and neither takes the room of the other', () => {
    const chat = filled('chat', REQUESTS_IN_FLIGHT_MAX);
    expect(chat.excess('chat')).to.equal('256 requests in flight, limit 256');
    expect(chat.excess('millrace.beat')).to.equal(undefined);
    const own = filled('millrace.beat', OWN_REQUESTS_IN_FLIGHT_MAX);
    expect(own.excess('millrace.beat')).to.equal('32 requests in flight, limit 32');
    expect(own.excess('chat')).to.equal(undefined);
    own.delete(1);
    expect(own.excess('millrace.beat')).to.equal(undefined);
  });

  it('finds each by its stream, until it is taken out', () => {
    const requests = filled('chat', 2);
    requests.add(3, 'millrace.watch', 'watch');
    expect([1, 2, 3, 4].map((stream) => requests.get(stream))).to.deep.equal(['chat', 'chat', 'watch', undefined]);
    expect([requests.delete(3), requests.delete(3), requests.has(3)]).to.deep.equal([true, false, false]);
    requests.clear();
    expect(requests.entries()).to.deep.equal([]);
  });

  it('puts one behind the others, and does not mind when it has gone', () => {
    const requests = filled('chat', 3);
    requests.defer(1);
    requests.defer(9);
    expect(requests.entries().map(([stream]) => stream)).to.deep.equal([2, 3, 1]);
  });
});
