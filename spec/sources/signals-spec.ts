// The signals of a process as events.
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Event } from '../../lib/event.ts';
import { signals } from '../../lib/sources/signals.ts';

const heard = (...names: readonly string[]): readonly Event[] => {
  const target = new EventEmitter();
  const events: Event[] = [];
  const subscription = signals(target).subscribe((event) => events.push(event));
  for (const name of names) target.emit(name);
  subscription.unsubscribe();
  expect(target.eventNames()).to.deep.equal([]);
  return events;
};

describe('signals', () => {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    it(`asks the node to stop on ${name}, and names it`, () =>
      expect(heard(name)).to.deep.equal([{ type: 'stop-requested', reason: name }]));
  }

  it('asks for a dump on SIGUSR2, every time', () => {
    const dump = { type: 'command-requested', request: { type: 'dump' } };
    expect(heard('SIGUSR2', 'SIGUSR2')).to.deep.equal([dump, dump]);
  });

  it('leaves other signals to the process', () => expect(heard('SIGWINCH', 'SIGUSR1')).to.deep.equal([]));
});
