// Whom a node goes back to after a restart.
import { expect } from 'chai';
import { dial, type Command } from '../../lib/command.ts';
import type { KnownAddress } from '../../lib/event.ts';
import { defaultPolicies } from '../../lib/defaults.ts';
import { anchors } from '../../lib/policies/anchors.ts';
import { bookEvents, bookOf, type Book } from '../../lib/store/book.ts';
import { from, of } from 'rxjs';
import { after, aState, learnt, marbles, nodeIdFrom, steps, ticked, virtualEnv } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';
import { eventsOf, Town } from '../support/town.ts';

const [a, b, c] = ['a', 'b', 'c']
  .map((name, at) => `${nodeIdFrom(name)}@10.0.0.${at + 1}:7000`) as [string, string, string];
const i = ticked('idle');
const policy = () => anchors({ count: 2 });
const book = learnt([{ address: a, aliveAt: 10 }, { address: b, aliveAt: 30 }, { address: c, aliveAt: 20 }]);

describe('anchors', () => {
  drawing('anchors',
    'dials the nodes of the book that were alive last, on the first tick of any clock and on no other', {
    policy,
    events: ['  40ms b-h-i', { b: book, h: ticked('heartbeat'), i }],
    commands: ['40ms --(xy|)', { x: dial(b), y: dial(c) }],
  });

  it('dials those first that had stood longest when the run ended, and none before it that had ended earlier', () => {
    const kept = (aliveAt: number, stoodMs: number): Partial<KnownAddress> =>
      ({ aliveAt, kept: { learntAt: 0, stoodMs } });
    const [long, short, early] = [kept(90_000, 500), kept(90_001, 400), kept(30_000, 90_000)];
    const told = learnt([{ address: a, ...short }, { address: b, ...early }, { address: c, ...long }]);
    const state = after(aState({ now: 100_000 }), 100_000, told);
    const commands: Command[] = [];
    of(ticked('idle')).pipe(steps(state, undefined, virtualEnv({ startsAt: 100_000 }).scheduler), policy())
      .subscribe((command) => commands.push(command));
    expect(commands).to.deep.equal([dial(c), dial(a)]);
  });

  it('passes over what was never alive, what nobody is known at, and what is not from the book', () =>
    marbles(({ hot, expectCommands }) => {
      const told = learnt([{ address: a, aliveAt: 1 }], { from: 'out-1' });
      const vague = learnt([b, { address: '10.0.0.9:7000', aliveAt: 1 }]);
      expectCommands(hot('40ms tvi', { t: told, v: vague, i }).pipe(steps(), policy())).toBe('40ms --|');
    }));

  it('passes over who is banned or in back-off', () =>
    marbles(({ hot, expectCommands }) => {
      const state = aState({
        now: -1, bans: { [nodeIdFrom('b')]: 1_000 }, addresses: { [c]: { from: 'book', nextAttemptAt: 1_000 } },
      });
      expectCommands(hot('40ms bi', { b: book, i }).pipe(steps(state), policy())).toBe('40ms -(x|)', { x: dial(a) });
    }));

  it('dials nobody in a node that stops at once', () =>
    marbles(({ hot, expectCommands }) =>
      expectCommands(hot('bi', { b: book, i }).pipe(steps(aState({ lifecycle: 'stopping' })), policy())).toBe('-|')));

  it('finds those again that stood to the end of the last run, before it knocks anywhere else', () => {
    const town = new Town();
    const [one, two] = [town.house('a'), town.house('b')];
    const node = town.house('c', { peers: [one.address, two.address] });
    town.advance(5_000);
    node.net.stop('test');
    town.advance(1_000);
    const kept: Book = bookOf(node.net.state, town.env.scheduler.now());
    const strangers = Array.from({ length: 20 }, (_, at) => `10.9.0.${at + 1}:7000`);
    const again = town.house('c', {
      policies: (env) => ({ anchors: anchors({ count: 2 }), ...defaultPolicies({}, env) }),
      sources: { book: from([learnt(strangers, { from: 'dns' }), ...bookEvents(kept, town.env.scheduler.now())]) },
    });
    town.advance(100);
    const dialled = eventsOf(again, 'dial-started').map(({ address }) => address);
    expect(dialled.slice(0, 2).sort()).to.deep.equal([`${one.net.id}@${one.address}`, `${two.net.id}@${two.address}`]);
    [one, two, node, again].forEach(({ running }) => running.unsubscribe());
  });
});
