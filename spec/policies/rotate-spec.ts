// Who is given up now and then, and when nobody is.
import { close } from '../../lib/command.ts';
import { rotate } from '../../lib/policies/rotate.ts';
import {
  addressFrom, after, aState, learnt, marbles, nodeIdFrom, steps, ticked, type StateSketch,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const t = ticked('status');
const policy = (random = () => 0.5, target = 2) => rotate({ target, everyMs: 10, minAgeMs: 5 }, undefined, random);
const full = (more: StateSketch = {}) => aState({
  addresses: { '10.0.0.9:7000': {} },
  peers: { 'out-1': { openedAt: -9 }, 'out-2': { openedAt: -9 }, 'in-3': { openedAt: -9 } }, ...more,
});
const [x, y] = [close('out-1', 'evicted', { detail: 'rotated' }), close('out-2', 'evicted', { detail: 'rotated' })];

const rotated = (state: ReturnType<typeof aState>, expected: string, by = policy()): void =>
  marbles(({ hot, expectCommands }) =>
    expectCommands(hot('t', { t }).pipe(steps(state), by), '^ 15ms !').toBe(expected, { x, y }));

describe('rotate', () => {
  drawing('rotate', 'closes one of the heads that have stood long enough, by chance, every so often', {
    policy: () => policy(),
    from: full(),
    events: ['  t---------t', { t }],
    commands: ['----------y---------y', { y }],
    until: '^ 25ms !',
  });

  it('waits up to two fifths longer or shorter, as chance has it', () => {
    rotated(full(), '------x-----x', policy(() => 0));
    rotated(full(), '--------------y', policy(() => 0.999_999));
  });

  it('spares everybody while a slot is free, or no address could take the place, or the node stops', () => {
    rotated(full(), '', policy(undefined, 3));
    rotated(full({ addresses: {} }), '');
    rotated(full({ lifecycle: 'stopping' }), '');
  });

  it('spares who has not stood long enough', () =>
    rotated(full({ peers: { 'out-1': { openedAt: -5 }, 'out-2': { openedAt: -4 } } }), '----------x'));

  it('spares whom the operator named by its id', () =>
    rotated(after(full(), 0, learnt([`${nodeIdFrom('out-2')}@${addressFrom('out-2')}`], { from: 'config' })),
      '----------x'));
});
