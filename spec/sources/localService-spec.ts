// What is told on a local network, and what is believed there.
import { expect } from 'chai';
import fc from 'fast-check';
import {
  announcement, farewell, isAsked, neighboursIn, question, SERVICE, type LocalService,
} from '../../lib/sources/localService.ts';
import type { DnsPacket, DnsRecord } from '../../lib/sources/multicast.ts';
import { nodeIdFrom } from '../../lib/testing/index.ts';

const [ANNA, BERT] = [nodeIdFrom('anna'), nodeIdFrom('bert')];
const anna: LocalService = { node: ANNA, network: 'town', port: 7_000 };
const own = { node: BERT, network: 'town' };
const HOST = '192.0.2.7';

const heard = (packet: DnsPacket): readonly string[] => neighboursIn({ packet, host: HOST }, own);

describe('a service on the local network', () => {
  it('is found at the host that tells of it, whatever addresses it tells', () =>
    expect(heard(announcement(anna, ['198.51.100.1']))).to.deep.equal([`${ANNA}@${HOST}:7000`]));

  it('is not another network\'s, nor this node itself, nor one that says that it goes', () => {
    expect(heard(announcement({ ...anna, network: 'village' }, []))).to.deep.equal([]);
    expect(heard(announcement({ ...anna, node: BERT }, []))).to.deep.equal([]);
    expect(heard(farewell(anna))).to.deep.equal([]);
    expect(heard({ ...announcement(anna, []), type: 'query' })).to.deep.equal([]);
  });

  it('is one of sixteen at most in a packet', () => {
    const packets = Array.from({ length: 20 }, (_, at) => announcement({ ...anna, port: 7_000 + at }, []));
    const additionals = packets.flatMap((packet) => packet.additionals ?? []);
    expect(heard({ type: 'response', additionals })).to.have.lengthOf(16);
  });

  it('is asked for by its type, its own name and its host, in any case of letters, and by nothing else', () => {
    const ask = (name: string): boolean => isAsked({ type: 'query', questions: [{ name, type: 'ANY' }] }, ANNA);
    expect(isAsked(question, ANNA)).to.equal(true);
    expect([SERVICE.toUpperCase(), `${ANNA}.${SERVICE}`, `${ANNA}.local`].map(ask)).to.deep.equal([true, true, true]);
    expect(['_http._tcp.local', `${BERT}.${SERVICE}`].map(ask)).to.deep.equal([false, false]);
    expect(isAsked(announcement(anna, []), ANNA)).to.equal(false);
  });

  it('is not told of to who knows of it for another minute', () => {
    const known = (ttl: number): DnsPacket =>
      ({ ...question, answers: announcement(anna, [], ttl).answers ?? [] });
    expect([isAsked(known(60), ANNA), isAsked(known(59), ANNA)]).to.deep.equal([false, true]);
  });

  it('is nothing that throws, and nowhere but at the host that tells, whatever a stranger sends', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(SERVICE, `${ANNA}.${SERVICE}`, ANNA, '.', ''));
    const record: fc.Arbitrary<DnsRecord> = fc.record({
      name: text, type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'UNKNOWN_9'), ttl: fc.nat(),
      data: fc.oneof(
        fc.anything(), text, fc.constant(['network=town']), fc.record({ port: fc.integer(), target: text })),
    });
    const packet: fc.Arbitrary<DnsPacket> = fc.record({
      type: fc.constantFrom('query', 'response'), questions: fc.array(fc.record({ name: text, type: text })),
      answers: fc.array(record), additionals: fc.array(record),
    });
    fc.assert(fc.property(packet, (sent) => {
      isAsked(sent, ANNA);
      for (const address of heard(sent)) expect(address).to.match(new RegExp(`^${ANNA}@${HOST}:\\d+$`));
    }));
  });
});
