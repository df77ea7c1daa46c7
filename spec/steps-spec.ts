// What policies are told of: in the order in which they stand, and of nothing that they have not asked for.
import { expect } from 'chai';
import { map, mergeMap, of, share, take, tap } from 'rxjs';
import { on } from '../lib/policy.ts';
import type { Step } from '../lib/step.ts';
import { Steps } from '../lib/steps.ts';
import { aState, heard, opened, ticked } from '../lib/testing/index.ts';

const state = aState();
const EVENTS = [ticked('idle'), opened('in-1'), heard('in-1'), ticked('heartbeat')];
const STEPS: readonly Step[] = EVENTS.map((event, at) => ({ id: at + 1, event, state, now: at }));

describe('the steps of a loop', () => {
  it('go to all who listen in the order in which they came, whatever each has asked for', () => {
    const steps = new Steps();
    const said: string[] = [];
    const tell = (who: string) => ({ id }: Step): unknown => said.push(`${who}${id}`);
    steps.step$.pipe(on('ticked', 'peer-opened')).subscribe(tell('a'));
    steps.step$.subscribe(tell('b'));
    steps.step$.pipe(on('peer-heard')).subscribe(tell('c'));
    steps.step$.pipe(on('ticked')).subscribe(tell('d'));
    for (const step of STEPS) steps.next(step);
    expect(said.join(' ')).to.equal('a1 b1 d1 a2 b2 b3 c3 a4 b4 d4');
  });

  it('are what a filter would have made of them, behind other operators as well', () => {
    const steps = new Steps();
    const [own, behind, filtered]: [number[], number[], number[]] = [[], [], []];
    steps.step$.pipe(on('ticked')).subscribe(({ id }) => own.push(id));
    steps.step$.pipe(share(), on('ticked')).subscribe(({ id }) => behind.push(id));
    of(...STEPS).pipe(on('ticked'), map(({ id }) => id)).subscribe((id) => filtered.push(id));
    for (const step of STEPS) steps.next(step);
    expect([own, behind]).to.deep.equal([filtered, filtered]);
  });

  it('reach neither who has left while one was under way, nor who came only then', () => {
    const steps = new Steps();
    const said: string[] = [];
    steps.step$.pipe(tap(() => leaver.unsubscribe()), take(1), mergeMap(() => steps.step$))
      .subscribe(({ id }) => said.push(`late ${id}`));
    const leaver = steps.step$.subscribe(({ id }) => said.push(`gone ${id}`));
    for (const step of STEPS.slice(0, 2)) steps.next(step);
    expect(said).to.deep.equal(['late 2']);
  });

  it('cost nobody anything who has not asked for them', () => {
    const steps = new Steps();
    let looks = 0;
    const looked = new Proxy(STEPS[2]!, { get: (step, key) => (looks++, Reflect.get(step, key) as unknown) });
    for (let policy = 0; policy < 100; policy++) steps.step$.pipe(on('ticked')).subscribe();
    steps.next(looked);
    expect(looks).to.equal(1);
  });
});
