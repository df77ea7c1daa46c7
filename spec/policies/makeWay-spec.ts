// Who has to leave the door when too many stand in it.
import { close, type Command } from '../../lib/command.ts';
import { makeWay } from '../../lib/policies/makeWay.ts';
import { accepted, aState, marbles, opened, steps, type StateSketch } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

type Peers = NonNullable<StateSketch['peers']>;

const go = (peer: string, count: number, ease = 2): Command =>
  close(peer, 'evicted', { detail: `${count} handshakes under way, over ${ease}` });

const securing = (address: string, since: number) => ({ phase: 'securing', address, since }) as const;
const from = { address: '192.0.2.9:1' };

const comes = (peers: Peers, command: Command | undefined): void =>
  marbles(({ hot, expectCommands }) =>
    expectCommands(hot('a', { a: accepted('in-9', from) })
      .pipe(steps(aState({ peers: { ...peers } })), makeWay({ handshakes: 2 })))
      .toBe(command === undefined ? '' : 'x', command === undefined ? {} : { x: command }));

describe('makeWay', () => {
  drawing('makeWay', 'closes who has stood at the door longest, as one comes that is too many, and nobody who is in', {
    policy: () => makeWay({ handshakes: 2 }),
    events: ['  a-o-b-c-d', {
      a: accepted('in-1'), o: opened('in-1'), b: accepted('in-2'), c: accepted('in-3'), d: accepted('in-4'),
    }],
    commands: ['--------x', { x: go('in-2', 3) }],
  });

  it('leaves two at the door in peace', () => comes({ 'in-1': securing('203.0.0.1:1', 1) }, undefined));

  it('takes one of the group that has the most there, though another has stood there longer', () =>
    comes({
      'in-1': securing('198.51.0.1:1', 1), 'in-2': securing('203.0.0.2:1', 2), 'in-3': securing('203.0.0.3:1', 3),
    }, go('in-2', 4)));

  it('never closes who has just come', () =>
    comes({ 'in-1': { phase: 'greeted', since: 1 }, 'in-2': { phase: 'greeted', since: 1 } }, undefined));

  it('counts each private host for itself', () =>
    comes({ 'in-1': securing('10.0.0.1:1', 2), 'in-2': securing('10.0.0.2:1', 1) }, go('in-2', 3)));

  it('spares who has said hello, and whoever was dialled', () =>
    comes({
      'in-1': { phase: 'greeted', since: 1 }, 'out-2': { phase: 'securing', since: 1 },
      'in-3': securing('203.0.0.3:1', 3),
    }, go('in-3', 3)));
});
