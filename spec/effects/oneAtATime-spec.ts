// Work that is asked for while it is under way, in virtual time.
import { expect } from 'chai';
import fc from 'fast-check';
import { map, of, timer, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { oneAtATime } from '../../lib/effects/oneAtATime.ts';

const scheduled = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).to.deep.equal(expected);
  });

/** Takes three frames, and tells its value in capitals when it is done. */
const work = (value: string): Observable<string> => timer(3).pipe(map(() => value.toUpperCase()));
const taken = (value: string): Observable<string> => of(value);

describe('oneAtATime', () => {
  it('says at once that it has begun, and later that it is done', () =>
    scheduled().run(({ cold, expectObservable }) => {
      expectObservable(cold('a--------b----|').pipe(oneAtATime(work, taken))).toBe('a--A-----b--B-|');
    }));

  it('does once afterwards what came meanwhile, for the newest of it, and then what comes after', () =>
    scheduled().run(({ cold, expectObservable }) => {
      expectObservable(cold('ab-----c-|').pipe(oneAtATime(work, taken))).toBe('ab-A--BcC|'.replace('BcC|', 'Bc--(C|)'));
      expectObservable(cold('abc-----------|').pipe(oneAtATime(work, taken))).toBe('ab-A--C-------|');
    }));

  it('waits, after the last value, for what is under way and what waits', () =>
    scheduled().run(({ cold, expectObservable }) => {
      expectObservable(cold('a(b|)').pipe(oneAtATime(work, taken))).toBe('ab-A--(B|)');
    }));

  it('does nothing more after unsubscribing', () =>
    scheduled().run(({ cold, expectObservable }) => {
      expectObservable(cold('ab----').pipe(oneAtATime(work, taken)), '----!').toBe('ab-A');
    }));

  it('says that it is done once for each time it said that it has begun, whatever comes when', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (comes) => {
      const frames = comes.map((does) => (does ? 'a' : '-')).join('');
      scheduled().run(({ cold, flush }) => {
        const said: string[] = [];
        let [busy, mostBusy] = [0, 0];
        const watched = (value: string): Observable<string> => {
          mostBusy = Math.max(mostBusy, ++busy);
          return work(value).pipe(map((done) => (busy--, done)));
        };
        cold(`${frames}|`).pipe(oneAtATime(watched, taken)).subscribe((value) => said.push(value));
        flush();
        expect(said.filter((value) => value === 'a').length).to.equal(said.filter((value) => value === 'A').length);
        expect(mostBusy).to.be.at.most(1);
        if (frames.includes('a')) expect(said.at(-1)).to.equal('A');
      });
    }));
  });
});
