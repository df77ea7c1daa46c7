// Asking a head whether it can reach a third node, on whole nodes.
import { expect } from 'chai';
import fc from 'fast-check';
import { Subject, type Observable } from 'rxjs';
import { askPeers, hear, verify, type Command } from '../../lib/command.ts';
import { defaultPolicies } from '../../lib/defaults.ts';
import type { EventOf } from '../../lib/event.ts';
import { decodeCount, REFER_PACE, referrals } from '../../lib/exchange/referring.ts';
import { decodeAsked, decodeOutcome, encodeOutcome, VERIFY_PACE } from '../../lib/exchange/verifying.ts';
import { groupOf } from '../../lib/group.ts';
import { RecordError } from '../../lib/network/recordError.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import {
  after, aState, itemsHeard, opened, recordOf, signedBy,
} from '../../lib/testing/index.ts';
import { signedAddresses } from '../../lib/exchange/signedAddresses.ts';
import { eventsOf, idOfLetter, Town, type House } from '../support/town.ts';

/** Bert and carla have dialled anna, who has dialled back by then; carla asks. */
interface Case {
  readonly town: Town;
  readonly houses: readonly House[];
  readonly carla: House;
  readonly order$: Subject<Command>;
}

const three = (afterMs = 20_000): Case => {
  const town = new Town();
  const order$ = new Subject<Command>();
  const anna = town.house('a');
  const bert = town.house('b', { peers: [anna.address] });
  town.advance(1);
  const carla = town.house('c', {
    peers: [anna.address],
    policies: (env) => ({ ...defaultPolicies({ outgoing: 1 }, env), order: (): Observable<Command> => order$ }),
  });
  town.advance(afterMs);
  return { town, houses: [anna, bert, carla], carla, order$ };
};

const toAnna = ({ carla }: Case): string =>
  [...carla.net.state.peers.values()].find(({ node }) => node === idOfLetter('a'))?.peer ?? '';

const asked = (it: Case, node: string, waitMs = 2_000): readonly EventOf<'node-verified'>['outcome'][] => {
  const before = eventsOf(it.carla, 'node-verified').length;
  it.order$.next(verify(toAnna(it), node));
  it.town.advance(waitMs);
  return eventsOf(it.carla, 'node-verified').slice(before).map(({ outcome }) => outcome);
};

const leave = ({ houses }: Case): void => houses.forEach(({ running }) => running.unsubscribe());

describe('a question whether somebody can be reached', () => {
  it('is answered by a head that has found the node at its address before, and left open by one that has not', () => {
    const early = three(5_000);
    expect(asked(early, idOfLetter('b'))).to.deep.equal(['unknown']);
    leave(early);
    const late = three();
    expect(asked(late, idOfLetter('b'))).to.deep.equal(['reachable']);
    leave(late);
  });

  it('finds no open door where a process has ended, and nothing where a machine is gone', () => {
    for (const [how, outcome] of [['crash', 'refused'], ['vanish', 'timed-out']] as const) {
      const it = three();
      it.town.network[how]('10.0.0.2');
      expect([...new Set(asked(it, idOfLetter('b')))]).to.deep.equal([outcome]); // detection asks as well
      leave(it);
    }
  });

  it('tells a node that asks of itself whether the head has found it', () => {
    const it = three();
    expect(asked(it, idOfLetter('c'))).to.deep.equal(['reachable']);
    leave(it);
  });

  it('has nobody knock at a door that is in nobody\'s record', () => {
    const it = three();
    expect(asked(it, 'z'.repeat(32))).to.deep.equal(['unknown']);
    leave(it);
  });

  it('is answered five times at once, and then once a second', () => {
    const it = three();
    const before = eventsOf(it.carla, 'node-verified').length;
    for (let count = 0; count <= VERIFY_PACE.burst; count++) it.order$.next(verify(toAnna(it), idOfLetter('b')));
    it.town.advance(500);
    const outcomes = eventsOf(it.carla, 'node-verified').slice(before).map(({ outcome }) => outcome).sort();
    expect(outcomes).to.deep.equal([...Array.from({ length: VERIFY_PACE.burst }, () => 'reachable'), 'unknown']);
    it.town.advance(VERIFY_PACE.everyMs);
    expect(asked(it, idOfLetter('b'))).to.deep.equal(['reachable']);
    leave(it);
  });

  it('reads its own bytes, and refuses all others', () => {
    for (const outcome of ['reachable', 'refused', 'timed-out', 'unknown'] as const) {
      expect(decodeOutcome(encodeOutcome(outcome))).to.equal(outcome);
    }
    for (const read of [decodeOutcome, decodeAsked, decodeCount]) {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          read(bytes);
        } catch (error) {
          expect(error).to.be.instanceOf(RecordError);
        }
      }));
    }
    expect(() => decodeCount(Uint8Array.of(33))).to.throw(RecordError, 'limit 32');
  });
});

describe('a question for others', () => {
  const names = Array.from({ length: 90 }, (_, at) => `node ${at}`);
  const state = after(aState(), 0, opened('out-1'), itemsHeard('out-1', names.map((name, at) => recordOf(name, {
    addresses: [`41.${at >> 1}.0.${at}:7000`], out: [signedBy(names[(at + 1) % names.length] ?? '')],
  }))));

  it('is answered with one of each address group, 32 at most, those that are up', () => {
    const told = referrals(state, 255, sfc32(1)).flatMap(signedAddresses);
    expect(told).to.have.length(32);
    expect(new Set(told.map((address) => groupOf(address))).size).to.equal(32);
    expect(referrals(state, 5, sfc32(1))).to.have.length(5);
    expect(referrals(aState(), 32, sfc32(1))).to.deep.equal([]);
  });

  it('brings their records into the map, and is answered three times a minute', () => {
    const it = three();
    it.town.advance(REFER_PACE.everyMs); // what its own policy has asked is made up for by then
    for (let count = 0; count <= REFER_PACE.burst; count++) it.order$.next(askPeers(toAnna(it), 32));
    it.town.advance(500);
    const failed = eventsOf(it.carla, 'exchange-failed').filter(({ route }) => route === 'millrace.peers');
    expect(failed.map(({ error }) => error)).to.deep.equal(['too many questions']);
    leave(it);
  });

  it('takes in what came along with something else only if it is signed', () => {
    const it = three();
    const forged = recordOf('a stranger', { addresses: ['10.0.0.77:7000'] }); // by the keys of another network
    it.order$.next(hear(toAnna(it), [forged]));
    it.town.advance(500);
    expect(it.carla.net.state.network.survey.versionOf(signedBy('a stranger'))).to.be.undefined;
    expect(eventsOf(it.carla, 'items-refused')).to.have.length(1);
    leave(it);
  });
});
