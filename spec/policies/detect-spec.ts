// Whom a node asks for, whom it gives up, and whom it accuses.
import { attest, close, test, verify } from '../../lib/command.ts';
import { detect } from '../../lib/policies/detect.ts';
import {
  after, aState, attestationIssued, closed, doubtOf, heard, itemsHeard, marbles, opened, recordIssued, recordOf,
  signedBy, steps, tested, ticked, verifiedBy, withPeers,
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

  drawing('detect', 'gives up a silent connection when nobody opens, and says so of a tail', {
    policy,
    from,
    events: ['  ----hhht', { h: ticked('heartbeat'), t: tested(anna, seven) }],
    commands: ['-----a-(xy)', {
      a: test(anna, seven), x: close('in-1', 'timed-out', { detail: 'silent, and nobody opens at its address' }),
      y: attest(anna, { seq: 7, doubt: 'silent' }),
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

  describe('with heads that have an edge with the node', () => {
    const heads = ['carla', 'dora', 'emil', 'fritz'].map((name) => ({ name, node: signedBy(name) }));
    const linked = heads.reduce((state, { name, node }, at) => after(
      withPeers({ [`out-${at + 5}`]: { node } }, state), 0,
      itemsHeard('in-1', [recordOf(name, { out: name === 'fritz' ? [] : [anna] })]),
    ), from);
    const questions = ['out-5', 'out-6', 'out-7'].map((peer) => verify(peer, anna));
    const values = { a: test(anna, seven), v: questions[0]!, w: questions[1]!, z: questions[2]!,
      x: attest(anna, { seq: 7, doubt: 'closed' }) };
    const run = (events: string, commands: string): void =>
      marbles(({ hot, expectCommands }) => expectCommands(hot(events, {
        b: closed('in-1', ofAnna), t: tested(anna, seven), o: tested(anna, { ...seven, answers: true }),
        p: verifiedBy('out-5', anna, 'reachable'), q: verifiedBy('out-6', anna, 'reachable'),
        r: verifiedBy('out-6', anna, 'refused'), s: verifiedBy('out-7', anna, 'timed-out'),
        u: verifiedBy('out-7', anna, 'unknown'), k: verifiedBy('out-6', anna, 'unknown'),
        n: verifiedBy('out-5', anna, 'unknown'), y: verifiedBy('out-8', anna, 'reachable'), h: ticked('heartbeat'),
      }).pipe(steps(linked), policy())).toBe(commands, values));

    it('asks three of them, together with the test, and nobody who has none', () => run('b', '(avwz)'));
    it('accuses it when most of those who can tell cannot reach it', () => run('b----tprs', '(avwz)--x'));
    it('accuses nobody whom most of them reach', () => run('b----tpqs', '(avwz)'));
    it('does not count who cannot tell', () => {
      run('b----tpku', '(avwz)');
      run('b----tnks', '(avwz)--x');
    });
    it('does not count who was not asked, and nobody twice', () => run('b----tnkyks', '(avwz)----x'));
    it('waits for all of them, whichever comes last', () => run('b----prst', '(avwz)--x'));
    it('has no need of them when the door opens', () => run('b----oprs', '(avwz)'));
    it('accuses it when one alone says that it reaches it, and another that it does not', () =>
      run('b----tpru', '(avwz)--x'));
    it('asks once while it waits, however often the connection breaks', () => run('bb---tprs', '(avwz)--x'));
    it('accuses nobody on what came right after a late tick, nor on what came late itself', () => {
      run('h 1251ms b h tprs', '1252ms (avwz)');
      run('h b 1250ms tprs', '-(avwz)');
    });

    it('asks those first that were heard last', () =>
      marbles(({ hot, expectCommands }) => {
        const lately = after(linked, 3, heard('out-7'));
        const [five, six, seven_] = questions;
        expectCommands(hot('---b', { b: closed('in-1', ofAnna) }).pipe(steps(lately), policy()))
          .toBe('---(azvw)', { a: test(anna, seven), z: seven_!, v: five!, w: six! });
      }));

    it('gives up its own silent connection though others reach the node, and accuses nobody', () =>
      marbles(({ hot, expectCommands }) => {
        const event$ = hot('----hhh-----tpqs', {
          h: ticked('heartbeat'), t: tested(anna, seven), p: verifiedBy('out-5', anna, 'reachable'),
          q: verifiedBy('out-6', anna, 'reachable'), s: verifiedBy('out-7', anna, 'timed-out'),
        });
        const busy = after(linked, 4, heard('out-5'), heard('out-6'), heard('out-7'), heard('out-8'));
        expectCommands(event$.pipe(steps(busy), policy())).toBe('-----(avwz)-c', {
          ...values, c: close('in-1', 'timed-out', { detail: 'silent, and nobody opens at its address' }),
        });
      }));
  });

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

  it('asks for whoever claims to be connected and is not, and no more once it has said so to all', () =>
    marbles(({ hot, expectCommands }) => {
      const alone = aState({ self: { node: me } });
      const claimed = after(
        alone, 0, recordIssued(recordOf('me')), ticked('heartbeat'),
        itemsHeard('in-9', [recordOf('anna', { seq: 7, out: [me], addresses: ['10.0.0.9:7000'] })]),
        ticked('heartbeat'));
      const event$ = hot('h 999ms h 999ms h', { h: ticked('heartbeat') });
      expectCommands(event$.pipe(steps(claimed), policy())).toBe('2000ms a', { a: test(anna, seven) });
      const doubted = after(claimed, 0, attestationIssued(anna, doubtOf('me', anna, 7)));
      const same$ = hot('h 999ms h 999ms h', { h: ticked('heartbeat') });
      expectCommands(same$.pipe(steps(doubted), policy())).toBe('');
    }));

  it('does not accuse who is heard over another connection, whether or not its door can be reached', () =>
    marbles(({ hot, expectCommands }) => {
      const both = after(from, 0, opened('out-5', ofAnna), closed('in-1', ofAnna));
      const peers = aState({ self: { node: me }, peers: { 'out-5': { node: anna } } });
      const state = { ...both, peers: peers.peers, peersByNode: peers.peersByNode };
      expectCommands(hot('----t', { t: tested(anna, seven) }).pipe(steps(state), policy())).toBe('');
      const detail = 'silent, and nobody opens at its address';
      expectCommands(hot('-----t', { t: tested(anna, seven) }).pipe(steps(state), policy())).toBe('-----(cx)', {
        c: close('out-5', 'timed-out', { detail }), x: attest(anna, { seq: 7, doubt: 'silent' }),
      });
    }));

  it('asks for whom two connections stand only when both are silent, and is not put off by having asked for one', () =>
    marbles(({ hot, expectCommands }) => {
      const both = withPeers({ 'out-5': { node: anna } }, from);
      const event$ = hot('--e-hhhhh', { e: heard('out-5'), h: ticked('heartbeat') });
      expectCommands(event$.pipe(steps(both), policy())).toBe('-------a', { a: test(anna, seven) });
    }));

  it('judges nobody right after a tick that came late, since what they said may lie unread', () =>
    marbles(({ hot, expectCommands }) => {
      const late = hot('h 1251ms h 998ms hh', { h: ticked('heartbeat') });
      const onTime = hot('h 1249ms h', { h: ticked('heartbeat') });
      expectCommands(late.pipe(steps(from), policy())).toBe('2251ms -a', { a: test(anna, seven) });
      expectCommands(onTime.pipe(steps(from), policy())).toBe('1250ms a', { a: test(anna, seven) });
    }));

  it('bears more silence of a connection on which what comes is often late', () =>
    marbles(({ hot, expectCommands }) => {
      const [heardToo, only] = ['h i 998ms ', 'h 999ms '];
      const event$ = hot(`${heardToo}${only.repeat(7)}${heardToo}${only.repeat(9)}`, {
        h: ticked('heartbeat'), i: heard('in-1'),
      });
      const asked = (mostMs: number, again: string): void =>
        expectCommands(event$.pipe(steps(from), detect({ silentMs: 5_000, mostMs })))
          .toBe(`6s a ${again} a`, { a: test(anna, seven) });
      asked(5_000, '7999ms');
      asked(7_000, '9999ms');
      asked(20_000, '10999ms');
    }));

  boundaries(() => detect({ silentMs: 5_000 }));
});
