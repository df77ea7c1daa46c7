import { expect } from 'chai';
import { map, NEVER, of } from 'rxjs';
import { bytesOf, greeted, strangers, textOf, watch } from '../support/sessionPair.ts';

describe('openSession', () => {
  it('greets in one write each way', () => {
    const { env, tail, head } = strangers();
    tail.session.setUp(bytesOf('tail'));
    env.settle();
    expect(tail.channel.writes).to.have.length(1);
    expect(head.signals.map(({ type }) => type)).to.deep.equal(['heard', 'greeted']);
    expect(head.signals.flatMap((signal) => (signal.type === 'greeted' ? [textOf(signal.hello)] : []))).to.deep.equal(['tail']);
    expect(head.channel.writes).to.have.length(0);
    head.session.welcome(bytesOf('head'));
    env.settle();
    expect(head.channel.writes).to.have.length(1);
    expect(tail.signals.flatMap((signal) => (signal.type === 'greeted' ? [textOf(signal.hello)] : []))).to.deep.equal(['head']);
  });

  it('answers a request', () => {
    const { env, tail } = greeted({ echo: ({ data }) => of(data).pipe(map((it) => bytesOf(`${textOf(it)}!`))) });
    const told = watch(tail.session.ask('echo', bytesOf('hi')));
    env.settle();
    expect(told).to.deep.include({ values: ['hi!'], errors: [], completed: 1 });
  });

  it('leaves no timer once it has ended', () => {
    const { env, tail, head } = greeted({ never: () => NEVER });
    watch(tail.session.ask('never', bytesOf('')));
    env.settle();
    expect(env.timers).to.equal(1);
    tail.session.goodbye({ reason: 'stopping' });
    env.settle();
    expect(tail.endings).to.deep.equal([{ reason: 'stopping', endedBy: 'local' }]);
    expect(head.endings).to.deep.equal([{ reason: 'stopping', endedBy: 'remote' }]);
    expect(env.timers).to.equal(0);
  });
});
