// Values made on demand, and who hears of them.
import { expect } from 'chai';
import { overheard } from '../lib/overheard.ts';

const value = Uint8Array.of(7);

describe('overheard', () => {
  let said: string[] = [];
  const say = (what: string) => (): void => void said.push(what);
  const ear = { next: say('next'), error: say('error'), complete: say('complete'), left: say('left') };
  beforeEach(() => (said = []));

  function* three(): Generator<Uint8Array> {
    said.push('made');
    yield value;
    said.push('made');
    yield value;
  }
  async function* threeLater(): AsyncGenerator<Uint8Array> {
    for (const one of three()) yield await Promise.resolve(one);
  }

  it('tells of each value, and of the end, and makes none before it is asked for', () => {
    const values = overheard(three(), ear) as Iterable<Uint8Array>;
    expect(said).to.deep.equal([]);
    expect([...values]).to.deep.equal([value, value]);
    expect(said).to.deep.equal(['made', 'next', 'made', 'next', 'complete']);
  });

  it('tells that nobody wants more', () => {
    for (const one of overheard(three(), ear) as Iterable<Uint8Array>) {
      expect(one).to.equal(value);
      break;
    }
    expect(said).to.deep.equal(['made', 'next', 'left']);
  });

  it('tells of an error, and passes it on', () => {
    const broken: Iterable<Uint8Array> = {
      [Symbol.iterator]: () => ({ next: () => { throw new Error('broke'); } }),
    };
    expect(() => [...(overheard(broken, ear) as Iterable<Uint8Array>)]).to.throw('broke');
    expect(said).to.deep.equal(['error']);
  });

  it('does the same for values that come later', async () => {
    const values: Uint8Array[] = [];
    for await (const one of overheard(threeLater(), ear) as AsyncIterable<Uint8Array>) values.push(one);
    expect(values).to.deep.equal([value, value]);
    expect(said).to.deep.equal(['made', 'next', 'made', 'next', 'complete']);
    for await (const one of overheard(threeLater(), ear) as AsyncIterable<Uint8Array>) {
      expect(one).to.equal(value);
      break;
    }
    expect(said.slice(5)).to.deep.equal(['made', 'next', 'left']);
  });
});
