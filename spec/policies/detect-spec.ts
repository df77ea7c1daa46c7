// Whom a node asks for, whom it gives up, and whom it accuses.
import { attest, close, test } from '../../lib/command.ts';
import { detect } from '../../lib/policies/detect.ts';
import {
  after, aState, closed, itemsHeard, marbles, opened, recordIssued, recordOf, signedBy, steps, tested, ticked,
} from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const [me, anna, bert] = [signedBy('me'), signedBy('anna'), signedBy('bert')];
const address = `${anna}@10.0.0.9:7000`;
const policy = () => detect({ silentMs: 5 });

/** Anna has dialled us, and says where she listens; bert has as well, and listens nowhere. */
const from = after(
  aState({ self: { node: me }, peers: { 'in-1': { node: anna }, 'in-2': { node: bert } } }), 0,
  recordIssued(recordOf('me')),
  itemsHeard('in-1', [
    recordOf('anna', { seq: 7, out: [me], addresses: ['10.0.0.9:7000'] }), recordOf('bert', { seq: 8, out: [me] }),
  ]),
);

const ofAnna = { node: anna };
const seven = { address, seq: 7 };

describe('detect', () => {
  drawing('detect', 'asks at the door of a tail whose connection broke, and accuses it when nobody opens', {
    policy,
    from,
    events: ['  b-t', { b: closed('in-1', ofAnna), t: tested(anna, seven) }],
    commands: ['a-x', { a: test(anna, seven), x: attest(anna, { seq: 7, doubt: 'closed' }) }],
  });

  drawing('detect', 'gives up a silent connection when nobody opens', {
    policy,
    from,
    events: ['  ----hhht', { h: ticked('heartbeat'), t: tested(anna, seven) }],
    commands: ['-----a-x', {
      a: test(anna, seven), x: close('in-1', 'timed-out', { detail: 'silent, and nobody opens at its address' }),
    }],
  });

  it('accuses nobody whose door is opened, who said goodbye, or who has said something since', () =>
    marbles(({ hot, expectCommands }) => {
      const opens = hot('b-t', { b: closed('in-1', ofAnna), t: tested(anna, { ...seven, answers: true }) });
      expectCommands(opens.pipe(steps(from), policy())).toBe('a', { a: test(anna, seven) });
      const goodbye = closed('in-1', { node: anna, reason: 'evicted', endedBy: 'remote' });
      expectCommands(hot('g', { g: goodbye }).pipe(steps(from), policy())).toBe('');
      const since = hot('bi-t', {
        b: closed('in-1', ofAnna), t: tested(anna, seven),
        i: itemsHeard('in-2', [recordOf('anna', { seq: 9, out: [me], addresses: ['10.0.0.9:7000'] })]),
      });
      expectCommands(since.pipe(steps(from), policy())).toBe('a', { a: test(anna, seven) });
    }));

  it('accuses at once who has no door to ask at', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('b', { b: closed('in-2', { node: bert }) }).pipe(steps(from), policy()))
        .toBe('x', { x: attest(bert, { seq: 8, doubt: 'closed' }) })));

  it('does not ask for whom another connection stands, or whom it has dialled itself', () =>
    marbles(({ hot, expectCommands }) => {
      const twice = after(from, 0, opened('in-3', ofAnna));
      const more = aState({ self: { node: me }, peers: { 'in-1': { node: anna }, 'in-3': { node: anna } } });
      const both = { ...twice, peers: more.peers, peersByNode: more.peersByNode };
      expectCommands(hot('b', { b: closed('in-1', ofAnna) }).pipe(steps(both), policy())).toBe('');
      expectCommands(hot('b', { b: closed('out-4', ofAnna) }).pipe(steps(from), policy())).toBe('');
    }));

  it('judges nobody right after a tick that came late, since what they said may lie unread', () =>
    marbles(({ hot, expectCommands }) => {
      const late = hot('h 1251ms h 998ms hh', { h: ticked('heartbeat') });
      const onTime = hot('h 1249ms h', { h: ticked('heartbeat') });
      expectCommands(late.pipe(steps(from), policy())).toBe('2251ms -a', { a: test(anna, seven) });
      expectCommands(onTime.pipe(steps(from), policy())).toBe('1250ms a', { a: test(anna, seven) });
    }));

  boundaries(() => detect({ silentMs: 5_000 }));
});
