// A node as the program that runs it sees it: cold, shared, asked, stopped, and started again.
import { expect } from 'chai';
import { defer, map, NEVER, Observable, of, range, throwError } from 'rxjs';
import { dial } from '../../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import { LoopError } from '../../lib/errors.ts';
import type { Event } from '../../lib/event.ts';
import type { Guard } from '../../lib/guard.ts';
import { node } from '../../lib/node.ts';
import type { NodeConfig } from '../../lib/nodeConfig.ts';
import { RequestError } from '../../lib/peer.ts';
import { Town, type House } from '../support/town.ts';
import { bytesOf, textOf, watch } from '../support/sessionPair.ts';

const NOTHING = new Uint8Array(0);
const leave = (...houses: readonly House[]): void => houses.forEach(({ running }) => running.unsubscribe());

/** Two nodes, of which b has dialled a. */
const pair = (a: Partial<NodeConfig> = {}): { readonly town: Town; readonly a: House; readonly b: House } => {
  const town = new Town();
  const houses = { a: town.house('a', a), b: town.house('b', { peers: ['10.0.0.1:7000'] }) };
  town.advance(2_000);
  return { town, ...houses };
};

const codes = (errors: readonly Error[]): readonly string[] =>
  errors.map((error) => (error instanceof RequestError ? error.code : String(error)));

describe('a node', () => {
  it('does nothing before it is subscribed, runs once for all who are, and stops with the last of them', () => {
    const town = new Town();
    let started = 0;
    const count$: Observable<Event> = defer(() => (started++, NEVER));
    const transport = town.network.transport({ host: '10.0.0.1', node: 'a'.repeat(32) });
    const sources = { count: count$ };
    const net = node({ id: 'a'.repeat(32), transport, env: town.env, listen: ['10.0.0.1:7000'], sources });
    net.stop('too early');
    net.order({ type: 'dump' });
    town.advance(5_000);
    expect([started, net.state.listening, [...net.journal.all()], town.env.timers]).to.deep.equal([0, [], [], 0]);
    const seen: [number, number] = [0, 0];
    const one = net.step$.subscribe(() => seen[0]++);
    const two = net.step$.subscribe(() => seen[1]++);
    town.advance(1_000);
    expect([started, net.state.listening]).to.deep.equal([1, ['10.0.0.1:7000']]);
    one.unsubscribe();
    const before = seen[1];
    town.advance(1_000);
    expect(seen[1]).to.be.above(before);
    two.unsubscribe();
    expect(town.env.timers).to.equal(0);
    const free: string[] = [];
    transport.listen('10.0.0.1:7000').subscribe(({ address }) => free.push(address)).unsubscribe();
    expect(free).to.deep.equal(['10.0.0.1:7000']);
  });

  it('answers what it is asked over an edge that the asker dialled, and says what stands in the way', () => {
    const { town, a, b } = pair();
    a.net.respond('echo', ({ data, peer }) => of(bytesOf(`${peer}: ${textOf(data)}`)));
    a.net.respond('count', ({ data }) => range(1, Number(textOf(data))).pipe(map((n) => bytesOf(String(n)))));
    a.net.respond('broken', () => throwError(() => new TypeError('a bug')));
    const answers = {
      echo: watch(b.net.ask(a.net.id, 'echo', bytesOf('hello'))),
      byPeer: watch(b.net.ask('out-1', 'echo', bytesOf('again'))),
      count: watch(b.net.request(a.net.id, 'count', bytesOf('3'))),
      broken: watch(b.net.ask(a.net.id, 'broken', NOTHING)),
      nowhere: watch(b.net.ask(a.net.id, 'nowhere', NOTHING)),
      back: watch(a.net.ask(b.net.id, 'echo', NOTHING)),
      stranger: watch(b.net.request('c'.repeat(32), 'echo', NOTHING)),
    };
    town.advance(100);
    expect([answers.echo.values, answers.byPeer.values]).to.deep.equal([['in-1: hello'], ['in-1: again']]);
    expect([answers.count.values, answers.count.completed]).to.deep.equal([['1', '2', '3'], 1]);
    const { broken, nowhere, back, stranger } = answers;
    expect([broken, nowhere, back, stranger].flatMap(({ errors }) => codes(errors)))
      .to.deep.equal(['failed', 'no-such-route', 'not-connected', 'not-connected']);
    leave(a, b);
  });

  it('decides whom to ask when that is subscribed, cancels when it is not any more, and fails with the end', () => {
    const { town, a, b } = pair();
    let cancelled = 0;
    const forever = (): Observable<Uint8Array> => new Observable(() => () => (cancelled += 1));
    const remove = a.net.respond('wait', forever);
    const ask$ = b.net.ask(a.net.id, 'wait', NOTHING, { timeoutMs: 60_000 });
    watch(ask$).stop();
    const first = watch(ask$);
    town.advance(100);
    first.stop();
    town.advance(100);
    expect(cancelled).to.equal(2);
    const ended = watch(b.net.request(a.net.id, 'wait', NOTHING));
    const late = watch(b.net.ask(a.net.id, 'wait', NOTHING, { timeoutMs: 500 }));
    town.advance(1_000);
    expect([codes(late.errors), codes(ended.errors)]).to.deep.equal([['timed-out'], []]);
    b.net.order({ type: 'drop', subject: a.net.id });
    town.advance(100);
    expect([codes(ended.errors), codes(watch(ask$).errors)]).to.deep.equal([['closed'], ['not-connected']]);
    remove();
    leave(a, b);
  });

  it('answers a route until the handler is taken away, and gives none of its own away', () => {
    const { town, a, b } = pair();
    const remove = a.net.respond('echo', ({ data }) => of(data));
    expect(() => a.net.respond('echo', ({ data }) => of(data))).to.throw(TypeError, 'has a handler already');
    expect(() => a.net.respond('millrace.hello', ({ data }) => of(data))).to.throw(TypeError, 'is the node\'s own');
    remove();
    const asked = watch(b.net.ask(a.net.id, 'echo', NOTHING));
    town.advance(100);
    expect(codes(asked.errors)).to.deep.equal(['no-such-route']);
    leave(a, b);
  });

  it('does what its operator orders, and what is refused is told', () => {
    const { town, a, b } = pair({ policies: {} });
    b.net.order({ type: 'dial', address: '10.0.0.2:7000' });
    b.net.order({ type: 'ban', subject: '10.0.0.1', forMs: 60_000, reason: 'a test' });
    town.advance(100);
    expect(b.net.state.refused.toJSON()).to.deep.equal({ notSelf: 1 });
    expect([...b.net.state.bans.keys()]).to.deep.equal(['10.0.0.1']);
    expect(b.net.state.closed.toJSON()).to.deep.equal({ 'out/banned': 1 });
    b.net.order({ type: 'unban', subject: '10.0.0.1' });
    b.net.order({ type: 'dial', address: '10.0.0.1:7000' });
    town.advance(100);
    expect([...b.net.state.peers.values()].map(({ phase }) => phase)).to.deep.equal(['alive']);
    leave(a, b);
  });

  it('completes when it has stopped, with nothing left, and is another boot when it is started again', () => {
    const town = new Town();
    const random = ((): (() => number) => {
      let drawn = 0;
      return () => (drawn++ % 31) / 32;
    })();
    const env = { scheduler: town.env.scheduler, soon: town.env.soon, random };
    const a = town.house('a', { env });
    const b = town.house('b', { peers: ['10.0.0.1:7000'] });
    town.advance(2_000);
    const { boot } = a.net.state.self;
    a.net.stop('a test');
    a.net.stop('once more');
    town.advance(100);
    expect([a.ended, a.net.state.lifecycle, a.net.state.peers.size]).to.deep.equal(['stopped', 'stopped', 0]);
    leave(b);
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
    const again = a.net.step$.subscribe();
    town.advance(2_000);
    const { self, lifecycle, listening } = a.net.state;
    expect([self.boot === boot, self.node, lifecycle, listening]).to.deep.equal(
      [false, a.net.id, 'running', ['10.0.0.1:7000']]);
    const [first, ...later] = a.net.journal.all();
    const started = { type: 'node-started', node: self.node, boot: self.boot };
    expect(first).to.deep.include({ id: 1, event: started });
    const ids = [1, ...later.map(({ id }) => id)];
    expect(new Set(ids).size).to.equal(ids.length);
    again.unsubscribe();
    expect(town.env.timers).to.equal(0);
  });

  it('fails loudly with the part that broke, and lets go of everything', () => {
    const town = new Town();
    const bad = town.house('a', { policies: { bad: map(() => { throw new TypeError('a bug'); }) } });
    expect(bad.ended).to.be.instanceOf(LoopError).and.include({ role: 'policy', part: 'bad' });
    town.advance(60_000);
    expect(town.env.timers).to.equal(0);
  });

  it('lives by the default policies and guards unless it is told otherwise, by a record or by what makes one', () => {
    const by = (house: House): readonly string[] =>
      [...new Set(house.net.journal.all().filter(({ kind }) => kind === 'command').map((entry) => entry.by))].sort();
    const first = pair();
    expect(by(first.b)).to.include('slots');
    const closed: Guard = ({ command }) => (command.type === 'accept' ? 'full: a test' : undefined);
    const refusing = pair({ guards: { ...defaultGuards(), closed } });
    expect([...refusing.a.net.state.refused.keys()]).to.deep.equal(['closed']);
    const town = new Town();
    const mine = map(() => dial('10.0.0.1:7000'));
    const quiet = town.house('a', { policies: {} });
    const other = town.house('b', {
      policies: (env) => ({ ...defaultPolicies({}, env), mine: (step$) => mine(step$.pipe(map((step) => step))) }),
      guards: { none: ({ by: who }) => (who === 'mine' ? 'enough' : undefined) },
    });
    town.advance(1_000);
    const names = Object.keys(defaultPolicies({}, town.env));
    expect([by(quiet).filter((who) => names.includes(who)), by(other).includes('mine')]).to.deep.equal([[], true]);
    leave(first.a, first.b, refusing.a, refusing.b, quiet, other);
  });
});
