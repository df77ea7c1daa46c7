// The clocks of the monitors.
import { ticks } from '../../lib/sources/ticks.ts';
import { marbles, ticked } from '../../lib/testing/index.ts';

describe('ticks', () => {
  it('ticks at once and then every so often, by its name', () =>
    marbles(({ expectEvents, scheduler }) => {
      const expected = 'a 999ms a 999ms a';
      expectEvents(ticks('heartbeat', 1_000, scheduler), '^ 2500ms !').toBe(expected, { a: ticked('heartbeat') });
    }));

  it('is cold: everybody who subscribes has a clock of their own', () =>
    marbles(({ expectEvents, scheduler }) => {
      const tick$ = ticks('idle', 10, scheduler);
      expectEvents(tick$, '  ^-----------!').toBe('a---------a', { a: ticked('idle') });
      expectEvents(tick$, '  ---^---------!').toBe('---a---------', { a: ticked('idle') });
    }));
});
