// Whom an open network's monitor idle dials: one owner of addresses after the other.
import { dial } from '../../lib/command.ts';
import { groupDiverse } from '../../lib/policies/groupDiverse.ts';
import { aState, marbles, nodeIdFrom, steps, ticked, type StateSketch } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const [a1, a2, b1, c1] = ['203.0.113.1:7000', '203.0.113.2:7000', '198.51.0.1:7000', '192.0.2.1:7000'] as const;
const i = ticked('idle');
const make = (numbers: Partial<Parameters<typeof groupDiverse>[0]> = {}) =>
  groupDiverse({ target: 8, dialling: 8, perGroup: 1, ...numbers });

/** What one tick makes of a state. */
const dials = (sketch: StateSketch, addresses: readonly string[], policy = make()): void =>
  marbles(({ hot, expectCommands }) => {
    const [x, y, z] = addresses.map(dial);
    const expected = ['', 'x', '(xy)', '(xyz)'][addresses.length] ?? '';
    expectCommands(hot('i', { i }).pipe(steps(aState({ now: -1_000, ...sketch })), policy))
      .toBe(expected, { ...(x && { x }), ...(y && { y }), ...(z && { z }) });
  });

describe('groupDiverse', () => {
  drawing('groupDiverse', 'dials one of each group first: two addresses of one /16 are one owner\'s', {
    policy: () => make(),
    from: aState({ now: -1_000, addresses: { [a1]: { attempts: 0 }, [a2]: {}, [b1]: { attempts: 3 } } }),
    events: ['  -i', { i }],
    commands: ['-(xy)', { x: dial(a1), y: dial(b1) }],
  });

  it('dials nobody of a group that is full', () =>
    dials({ addresses: { [a1]: {}, [b1]: {} }, peers: { 'out-1': { address: a2 } } }, [b1]));

  it('prefers a new group to one with a connection, however little is known of it', () =>
    dials({ addresses: { [a1]: {}, [b1]: { attempts: 9 } }, peers: { 'out-1': { address: a2 } } }, [b1, a1],
      make({ perGroup: 2 })));

  it('counts what it dials itself on the same tick', () =>
    dials({ addresses: { [a1]: {}, [a2]: {}, [c1]: { attempts: 1 } } }, [a1, c1, a2], make({ perGroup: 2 })));

  it('does not count incoming connections of the group', () =>
    dials({ addresses: { [a1]: {} }, peers: { 'in-1': { address: a2 } } }, [a1]));

  it('takes addresses in no group as they come', () =>
    dials({ addresses: { '10.0.0.1:7000': {}, '10.0.0.2:7000': {}, 'node.example:7000': {} } },
      ['10.0.0.1:7000', '10.0.0.2:7000', 'node.example:7000']));

  it('dials up to the target, and so many at once', () => {
    const peers = { 'out-1': {}, 'out-2': { phase: 'dialling' } } as const;
    dials({ addresses: { [a1]: {}, [b1]: {}, [c1]: {} }, peers }, [c1], make({ target: 3 }));
    dials({ addresses: { [a1]: {}, [b1]: {}, [c1]: {} }, peers }, [], make({ dialling: 1 }));
    dials({ addresses: { [a1]: {} }, peers }, [], make({ target: 2 }));
  });

  it('asks for the node where it is known, and dials nobody while the node stops', () => {
    const b = nodeIdFrom('b');
    dials({ addresses: { [`${b}@${a1}`]: {} } }, [`${b}@${a1}`]);
    dials({ addresses: { [a1]: {} }, lifecycle: 'stopping' }, []);
  });
});
