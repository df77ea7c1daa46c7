// Who is asked for addresses, and when.
import { fetchAddresses } from '../../lib/command.ts';
import { exchangeAddresses } from '../../lib/policies/exchangeAddresses.ts';
import { aState, marbles, opened, steps, ticked } from '../../lib/testing/index.ts';

const peers = { 'out-1': {}, 'in-2': {}, 'out-3': { phase: 'greeted' }, 'out-4': { phase: 'closing' } } as const;

describe('exchangeAddresses', () => {
  it('asks a new head at once', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--o', { o: opened('out-3') });
      expectCommands(event$.pipe(steps(aState({ peers })), exchangeAddresses()))
        .toBe('          --x', { x: fetchAddresses('out-3') });
    }));

  it('never asks a tail', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--o', { o: opened('in-2') });
      expectCommands(event$.pipe(steps(aState({ peers })), exchangeAddresses())).toBe('');
    }));

  it('asks every head that is alive on a tick of discovery, and on no other', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('-i-s-h-d', {
        i: ticked('idle'), s: ticked('status'), h: ticked('heartbeat'), d: ticked('discovery'),
      });
      expectCommands(event$.pipe(steps(aState({ peers })), exchangeAddresses()))
        .toBe('          -------x', { x: fetchAddresses('out-1') });
    }));
});
