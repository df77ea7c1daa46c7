// What led to a step.
import { expect } from 'chai';
import { of } from 'rxjs';
import { causesOf, CAUSES_MAX, newRun } from '../lib/causes.ts';
import { dial } from '../lib/command.ts';
import type { Event } from '../lib/event.ts';
import type { Step } from '../lib/step.ts';
import { aState, closed, decided, dialStarted, heard, steps, ticked } from '../lib/testing/index.ts';

const here = '10.0.0.1:7000';

const lastOf = (...events: readonly Event[]): Step => {
  const all: Step[] = [];
  of(...events).pipe(steps()).subscribe((step) => all.push(step));
  return all.at(-1)!;
};

const types = (step: Step): readonly string[] =>
  causesOf(step).map((entry) => (entry.kind === 'command' ? `${entry.command.type} by ${entry.by}` : entry.event.type));

describe('causesOf', () => {
  it('goes from an event to the command it came of, and to what that answered', () => {
    const c = closed('out-1', { address: here });
    const d = decided(dialStarted('out-2', { address: here }), 'again', dial(here), c);
    expect(types(lastOf(c, d))).to.deep.equal(['dial-started', 'dial by again', 'peer-closed']);
  });

  it('knows an event that came of nothing by itself', () =>
    expect(types(lastOf(closed('out-1')))).to.deep.equal(['peer-closed']));

  it('knows nothing of ticks and signs of life, nor of a step made by hand', () => {
    expect(types(lastOf(ticked('idle')))).to.deep.equal([]);
    expect(types(lastOf(heard('out-1')))).to.deep.equal([]);
    expect(causesOf({ id: 1, state: aState() })).to.deep.equal([]);
  });

  it('keeps two runs apart that begin from one state', () => {
    const initial = aState();
    const [one, other] = [newRun(initial), newRun(initial)];
    one.causes.note({ kind: 'event', id: 1, at: 0, by: 'x', event: closed('out-1') });
    expect(causesOf({ id: 1, state: one.state }).length).to.equal(1);
    expect(causesOf({ id: 1, state: other.state }).length).to.equal(0);
  });

  it('keeps so many entries and no more', () => {
    const { state, causes } = newRun(aState());
    const event = closed('out-1');
    for (let id = 1; id <= CAUSES_MAX + 1; id++) causes.note({ kind: 'event', id, at: 0, by: 'x', event });
    expect(causesOf({ id: 1, state })).to.deep.equal([]);
    expect(causesOf({ id: 2, state }).length).to.equal(1);
  });

  it('ends a chain that is too long or goes round', () => {
    const { state, causes } = newRun(aState());
    causes.note({ kind: 'event', id: 1, cause: 1, at: 0, by: 'x', event: closed('out-1') });
    expect(causesOf({ id: 1, state }).length).to.equal(64);
  });
});
