// Streams that are pulled: no more on the way than is consumed.
import { expect } from 'chai';
import { NEVER, map, range, throwError, concat, of } from 'rxjs';
import { pulled } from '../../lib/wire/pulled.ts';
import { payload, rawHead } from '../support/rawEnd.ts';
import { bytesOf, greeted, textOf } from '../support/sessionPair.ts';

const NOTHING = bytesOf('');

describe('pulled', () => {
  it('asks for no more than is consumed', async () => {
    const raw = rawHead();
    const pull = pulled(raw.end.session, 'count', NOTHING, { credits: 4 })[Symbol.asyncIterator]();
    expect(raw.heard()[0]).to.deep.include({ type: 'REQUEST_STREAM', credits: 4 });
    raw.say(...['1', '2', '3', '4'].map((value) => payload(3, value)));
    expect(raw.heard()).to.deep.equal([]);
    expect((await pull.next()).value).to.deep.equal(Buffer.from('1'));
    expect(raw.heard()).to.deep.equal([]);
    await pull.next();
    expect(raw.heard()).to.deep.equal([{ type: 'REQUEST_N', stream: 3, credits: 2 }]);
  });

  it('yields every value in order, to whoever waits as well as to whoever comes later', async () => {
    const { env, tail } = greeted({ count: () => range(1, 100).pipe(map((n) => bytesOf(String(n)))) });
    const values: string[] = [];
    const pull = pulled(tail.session, 'count', NOTHING, { credits: 5 })[Symbol.asyncIterator]();
    for (;;) {
      const next = pull.next();
      env.settle();
      const result = await next;
      if (result.done === true) break;
      values.push(textOf(result.value));
    }
    expect(values).to.deep.equal(Array.from({ length: 100 }, (_, index) => String(index + 1)));
    expect(await pull.next()).to.deep.equal({ done: true, value: undefined });
  });

  it('throws the error behind the values, once', async () => {
    const { env, tail } = greeted({ bad: () => concat(of(bytesOf('1')), throwError(() => new Error('broke'))) });
    const pull = pulled(tail.session, 'bad', NOTHING)[Symbol.asyncIterator]();
    env.settle();
    expect((await pull.next()).done).to.equal(false);
    const failure: unknown = await pull.next().catch((error: unknown) => error);
    expect(failure).to.include({ code: 'failed', message: 'broke' });
    expect((await pull.next()).done).to.equal(true);
  });

  it('cancels when it is left, even while it waits', async () => {
    const { env, tail } = greeted({ never: () => NEVER });
    const pull = pulled(tail.session, 'never', NOTHING)[Symbol.asyncIterator]();
    const waiting = pull.next();
    env.settle();
    await pull.return?.();
    expect((await waiting).done).to.equal(true);
    env.settle();
    expect(Buffer.from(tail.channel.writes.at(-1) ?? []).toString('hex')).to.equal('000006' + '00000003' + '2400');
  });
});
