// What only changes what the node believes comes back as the event that says so, at once.
import { expect } from 'chai';
import { of } from 'rxjs';
import {
  accept, ban, breakLoop, close, defer, dial, ping, report, save, stop, unban, welcome, type Command, type Loop,
} from '../../lib/command.ts';
import type { Caused } from '../../lib/effect.ts';
import { echo } from '../../lib/effects/echo.ts';
import { aState } from '../../lib/testing/index.ts';

const NOW = 1_000;
const loop: Loop = { links: [{ by: 'dialIdle', did: 'dial' }], times: 5, withinMs: 1_000 };

const echoed = (...commands: readonly Command[]): { readonly told: readonly Caused[]; readonly completed: boolean } => {
  const told: Caused[] = [];
  let completed = false;
  of(...commands.map((command, at) => ({ id: at + 1, command, state: aState(), now: NOW })))
    .pipe(echo)
    .subscribe({ next: (caused) => told.push(caused), complete: () => (completed = true) });
  return { told, completed };
};

describe('echo', () => {
  it('says what has come true, with the command as the cause, and completes with the last', () => {
    const { told, completed } = echoed(
      ban('10.0.0.1', { forMs: 500, reason: 'spam' }), unban('10.0.0.1'),
      defer('10.0.0.1:1', { forMs: 20, attempts: 3 }),
      defer('10.0.0.1:1', { forMs: 20, attempts: 3, error: 'ECONNREFUSED' }),
      breakLoop('10.0.0.1:1', { forMs: 600, loop }), stop(),
    );
    expect(told).to.deep.equal([
      { event: { type: 'subject-banned', subject: '10.0.0.1', until: 1_500, reason: 'spam' }, cause: 1 },
      { event: { type: 'subject-unbanned', subject: '10.0.0.1' }, cause: 2 },
      { event: { type: 'address-deferred', address: '10.0.0.1:1', until: 1_020, attempts: 3 }, cause: 3 },
      { event: { type: 'address-deferred', address: '10.0.0.1:1', until: 1_020, attempts: 3, error: 'ECONNREFUSED' },
        cause: 4 },
      { event: { type: 'loop-found', address: '10.0.0.1:1', until: 1_600, loop }, cause: 5 },
      { event: { type: 'stop-prepared' }, cause: 6 },
    ]);
    expect(completed).to.equal(true);
  });

  it('leaves to others what reaches beyond the node', () => {
    const { told } = echoed(
      dial('10.0.0.1:1'), accept('in-1'), welcome('in-1'), close('in-1', 'idle'), ping('in-1'), save(), report('log'));
    expect(told).to.deep.equal([]);
  });
});
