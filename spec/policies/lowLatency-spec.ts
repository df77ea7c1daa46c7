// When the slowest head is traded for another.
import { close } from '../../lib/command.ts';
import { lowLatency } from '../../lib/policies/lowLatency.ts';
import { aState, marbles, steps, ticked, type PeerSketch, type StateSketch } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const i = ticked('idle');
const policy = (more: Partial<Parameters<typeof lowLatency>[0]> = {}) =>
  lowLatency({ target: 3, everyMs: 10, minAgeMs: 5, goodMs: 50, ...more });
const addresses = { '10.0.0.9:7000': {} };
const heads = (slowest: PeerSketch, more: StateSketch = {}) => aState({
  addresses,
  peers: { 'out-1': { openedAt: 0, rttMs: 40 }, 'out-2': { openedAt: 0, rttMs: 100 },
    'out-3': { openedAt: 0, ...slowest } },
  ...more,
});
const x = close('out-3', 'evicted', { detail: 'a round trip takes 201 ms, limit 200 ms' });

const traded = (state: ReturnType<typeof aState>, by = policy(), expected = ''): void =>
  marbles(({ hot, expectCommands }) => expectCommands(hot('-----i', { i }).pipe(steps(state), by))
    .toBe(expected, { x }));

describe('lowLatency', () => {
  drawing('lowLatency',
    'closes the head that takes more than twice the median of the others, and waits before the next', {
    policy: () => policy(),
    from: heads({ rttMs: 201 }),
    events: ['  -----i---------ii', { i }],
    commands: ['-----x---------x', { x }],
  });

  it('spares one on the limit', () => traded(heads({ rttMs: 200 })));
  it('spares one that is fast enough whatever the others take', () =>
    traded(heads({ rttMs: 201 }), policy({ goodMs: 201 })));
  it('spares one a millisecond short of its age', () => traded(heads({ rttMs: 201, openedAt: 1 })));
  it('spares everybody while a slot is free', () => traded(heads({ rttMs: 201 }), policy({ target: 4 })));
  it('spares everybody while no address could take the place', () => traded(heads({ rttMs: 201 }, { addresses: {} })));
  it('spares everybody while the node stops', () => traded(heads({ rttMs: 201 }, { lifecycle: 'stopping' })));
  it('spares who has not been measured, and who has nobody to be compared with', () => {
    traded(heads({},
      { peers: { 'out-1': { openedAt: 0, rttMs: 40 }, 'out-2': { openedAt: 0, rttMs: 60 }, 'out-3': {} } }));
    traded(aState({ addresses, peers: { 'out-3': { openedAt: 0, rttMs: 201 } } }), policy({ target: 1 }));
  });
  it('compares heads only', () =>
    traded(heads({ rttMs: 99 },
      { peers: { 'out-1': { openedAt: 0, rttMs: 90 }, 'in-3': { openedAt: 0, rttMs: 900 } } }), policy({ target: 1 })));
});
