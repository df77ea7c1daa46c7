// When it is told where a node stands.
import { map } from 'rxjs';
import { marbles } from '../lib/testing/index.ts';
import { whenStill } from '../lib/whenStill.ts';

/** A letter is a digest, a digit a radius of the digest before it; what comes out is what was said last. */
const told = (said: string, expected: string): void =>
  marbles(({ hot, expectObservable, scheduler }) => {
    let digest = '-';
    const report$ = hot(said).pipe(map((sign) => {
      if (/[a-z]/.test(sign)) digest = sign;
      return { sign, report: { digest, radius: Number(sign) || 0, excluded: [] } };
    }));
    expectObservable(
      report$.pipe(whenStill(({ report }) => report, { withinMs: 3, mostMs: 8 }, scheduler), map(({ sign }) => sign)),
    ).toBe(expected);
  });

describe('whenStill', () => {
  it('tells what has changed once it is still', () => told('a--b------c', '------b------c'));

  it('tells nothing of what it began with, nor of what is the same again', () => told('a--a--0--0--', ''));

  it('waits for a digest that moves on, and for so long at most', () => told('ab-c-d-e-f-g-h', '---------f------h'));

  it('does not wait for a radius that grows: each step of it is of use', () => told('a1-2--3--', '----2----3'));

  it('tells of what is back where it was told last, since it has been elsewhere', () => told('a-ba----', '------a'));

  it('tells what was left when what it follows is over, and nothing after an error', () => {
    told('a-b|', '-----(b|)');
    told('a-b#', '---#');
  });
});
