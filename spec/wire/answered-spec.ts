// What whoever measures hears of each request that had a handler, however it came and however it ended.
import { expect } from 'chai';
import { concat, EMPTY, NEVER, of, Subject, throwError } from 'rxjs';
import type { Answered } from '../../lib/answered.ts';
import type { Handler } from '../../lib/peer.ts';
import { bytesOf, greeted, watch, type Pair } from '../support/sessionPair.ts';

const value = bytesOf('x');
const routes = (answered: readonly Answered[]): readonly string[] =>
  answered.map(({ route, outcome }) => `${route} ${outcome}`);

describe('a head that is measured', () => {
  let told: Answered[];
  let pair: Pair;
  let later$: Subject<Uint8Array>;
  const handlers: Readonly<Record<string, Handler>> = {
    one: () => of(value),
    none: () => EMPTY,
    later: () => later$,
    never: () => NEVER,
    fails: () => throwError(() => new Error('no')),
    throws: () => {
      throw new Error('no');
    },
    breaks: () => concat(of(value), throwError(() => new Error('no'))),
    * made() {
      yield value;
      yield value;
    },
    async* madeLater() {
      yield await Promise.resolve(value);
    },
    * madeInVain() {
      yield value;
      throw new Error('no');
    },
  };
  beforeEach(() => {
    told = [];
    later$ = new Subject();
    pair = greeted(handlers, { answered: (one) => told.push(one) });
  });
  const settled = (): void => {
    pair.env.settle();
  };
  const ask = (...names: readonly string[]): void => {
    for (const name of names) watch(pair.tail.session.ask(name, value));
    settled();
  };
  const request = (...names: readonly string[]): void => {
    for (const name of names) watch(pair.tail.session.request(name, value));
    settled();
  };

  it('does not count its own hello', () => expect(told).to.deep.equal([]));

  it('tells of questions: answered, with nothing as well, or failed', () => {
    ask('one', 'none', 'fails', 'throws');
    expect(routes(told)).to.deep.equal(['one answered', 'none answered', 'fails failed', 'throws failed']);
  });

  it('tells of streams once each, whatever they end with', () => {
    request('one', 'breaks', 'made', 'madeInVain');
    expect(routes(told)).to.deep.equal(['one answered', 'breaks failed', 'made answered', 'madeInVain failed']);
  });

  it('tells of what is made later, once it has ended', async () => {
    request('madeLater');
    expect(told).to.deep.equal([]);
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    settled();
    expect(routes(told)).to.deep.equal(['madeLater answered']);
  });

  it('tells of what is given up: cancelled where nothing had been said, and answered where something had', () => {
    const asked = [watch(pair.tail.session.ask('never', value)), watch(pair.tail.session.request('later', value))];
    settled();
    later$.next(value);
    settled();
    for (const one of asked) one.stop();
    settled();
    expect(routes(told)).to.deep.equal(['never cancelled', 'later answered']);
  });

  it('tells of what nobody waits for an answer of', () => {
    pair.tail.session.tell('one', value);
    pair.tail.session.tell('fails', value);
    settled();
    expect(routes(told)).to.deep.equal(['one answered', 'fails failed']);
  });

  it('tells of what the end of the connection ends', () => {
    request('never');
    pair.head.session.goodbye({ reason: 'idle' });
    settled();
    expect(routes(told)).to.deep.equal(['never cancelled']);
  });

  it('measures until the end, on the clock of the node', () => {
    request('later');
    pair.env.advance(1_234);
    later$.complete();
    settled();
    expect(told.map(({ ms }) => ms)).to.deep.equal([1_234]);
  });
});
