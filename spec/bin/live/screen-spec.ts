// What a terminal is sent: frames whole, and at the end all that gives it back.
import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { Screen } from '../../../lib/bin/live/screen.ts';

describe('the screen of a live view', () => {
  let said = '';
  const out = { write: (text: string) => (said += text.replaceAll('\u001b', '^')), writableNeedDrain: false };
  const taken = (): string => {
    const text = said;
    said = '';
    return text;
  };
  const escapes = (text: string): readonly string[] =>
    [...text.matchAll(/\^\[\?(\d+[hl])/g)].map(([, code = '']) => code);
  beforeEach(() => {
    said = '';
    out.writableNeedDrain = false;
  });

  it('gives back every mode that it took', () => {
    const subscription = new Screen(out).taken(new EventEmitter());
    const entered = escapes(taken());
    expect(entered).to.include('1049h').and.include('25l');
    subscription.unsubscribe();
    const opposite = (code: string): string => code.slice(0, -1) + (code.endsWith('h') ? 'l' : 'h');
    expect([...escapes(taken())].sort()).to.deep.equal(entered.map(opposite).sort());
  });

  it('gives it back when the program ends, and then not again', () => {
    const ending = new EventEmitter();
    const subscription = new Screen(out).taken(ending);
    taken();
    ending.emit('exit');
    expect(escapes(taken())).to.include('1049l');
    subscription.unsubscribe();
    expect(ending.listenerCount('exit')).to.equal(0);
    const other = new EventEmitter();
    new Screen(out).taken(other).unsubscribe();
    taken();
    other.emit('exit');
    expect(taken()).to.equal('');
  });

  it('writes only the lines that are others, in one synchronized update', () => {
    const screen = new Screen(out);
    screen.draw(['one', 'two', 'three']);
    expect(taken()).to.match(/^\^\[\?2026h[^]*one[^]*two[^]*three[^]*\^\[\?2026l$/);
    screen.draw(['one', '2', 'three']);
    expect(taken()).to.equal('^[?2026h^[2;1H2^[K^[?2026l');
    screen.draw(['one', '2', 'three']);
    expect(taken()).to.equal('');
    screen.draw(['one']);
    expect(taken()).to.include('^[2;1H^[J');
    screen.forget();
    taken();
    screen.draw(['one']);
    expect(taken()).to.include('one');
  });

  it('spares a terminal that is behind a frame, and shows it the next one whole', () => {
    const screen = new Screen(out);
    screen.draw(['one']);
    taken();
    out.writableNeedDrain = true;
    screen.draw(['two']);
    expect(taken()).to.equal('');
    out.writableNeedDrain = false;
    screen.draw(['two']);
    expect(taken()).to.include('two');
  });
});
