// The words that policies are written with.
import { expect } from 'chai';
import { delay, map, of, pipe, toArray } from 'rxjs';
import { because, groundsOf } from '../lib/because.ts';
import { close, dial, ping, type Command } from '../lib/command.ts';
import type { EventOf } from '../lib/event.ts';
import { issue, on, type Policy } from '../lib/policy.ts';
import type { Step } from '../lib/step.ts';
import { heard, marbles, opened, steps, ticked } from '../lib/testing/index.ts';

/** Everything that a policy issues for some events, at once. */
const issued = (policy: Policy): readonly Command[] => {
  const commands: Command[] = [];
  of(ticked('idle'), opened('in-1'), heard('in-1'))
    .pipe(steps(), policy)
    .subscribe((command) => commands.push(command));
  return commands;
};

describe('on', () => {
  it('lets the events pass that it names, and no others', () =>
    marbles(({ hot, expectObservable }) => {
      const event$ = hot('toht', { t: ticked('idle'), o: opened('in-1'), h: heard('in-1') });
      const step$ = event$.pipe(steps(), on('peer-opened', 'peer-heard'), map(({ event }) => event.peer));
      expectObservable(step$).toBe('-xx', { x: 'in-1' });
    }));

  it('takes the names of no properties of objects for those of events', () =>
    marbles(({ hot, expectObservable }) => {
      const odd = { ...ticked('idle'), type: 'constructor' } as unknown as ReturnType<typeof ticked>;
      expectObservable(hot('a', { a: odd }).pipe(steps(), on('ticked'), toArray())).toBe('');
    }));
});

describe('issue', () => {
  it('issues what is decided, in order, with the step as its cause', () => {
    const decide = issue(({ event }: Step<EventOf<'peer-opened'>>) => [ping(event.peer), close(event.peer, 'idle')]);
    const commands = issued(pipe(on('peer-opened'), decide));
    expect(commands).to.deep.equal([ping('in-1'), close('in-1', 'idle')]);
    expect(commands.map(groundsOf)).to.deep.equal([{ cause: 2 }, { cause: 2 }]);
  });

  it('keeps what was weighed', () => {
    const inputs = { outgoing: 3, target: 8 };
    const commands = issued(pipe(on('ticked'), issue(() => [{ command: dial('10.0.0.9:7000'), inputs }])));
    expect(commands).to.deep.equal([dial('10.0.0.9:7000')]);
    expect(commands.map(groundsOf)).to.deep.equal([{ cause: 1, inputs }]);
  });

  it('issues nothing when nothing is decided', () =>
    expect(issued(pipe(on('ticked'), issue(() => [])))).to.deep.equal([]));
});

describe('because', () => {
  it('leaves a command the plain data it was, and the original without grounds', () => {
    const command = dial('10.0.0.9:7000');
    const marked = because({ id: 7 }, command, { attempts: 2 });
    expect(marked).to.deep.equal(command);
    expect(JSON.stringify(marked)).to.equal(JSON.stringify(command));
    expect([groundsOf(marked), groundsOf(command)]).to.deep.equal([{ cause: 7, inputs: { attempts: 2 } }, undefined]);
  });

  it('lets a command that comes later say what led to it', () =>
    marbles(({ hot, expectObservable }) => {
      const policy = pipe(on('peer-opened'), delay(5), map((step) => because(step, ping(step.event.peer))));
      const event$ = hot('to', { t: ticked('idle'), o: opened('in-1') });
      expectObservable(event$.pipe(steps(), policy, map(groundsOf))).toBe('------x', { x: { cause: 2 } });
    }));
});
