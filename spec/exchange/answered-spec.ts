// Answers that are taken as they come.
import { expect } from 'chai';
import { NEVER, of, Subject, throwError, type Observable } from 'rxjs';
import { answered } from '../../lib/exchange/answered.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

/** What becomes of it, in a word, and what was taken. */
const become = (ask: () => Observable<Uint8Array> | undefined, bad?: number): readonly string[] => {
  const told: string[] = [];
  answered(ask, ([first = 0]) => {
    if (first === bad) throw new Error(`cannot take ${first}`);
    told.push(`takes ${first}`);
  }).subscribe({
    error: (error: unknown) => told.push(String(error)),
    complete: () => told.push('ends'),
  });
  return told;
};

describe('answered', () => {
  it('takes each answer, and ends when they do', () =>
    expect(become(() => of(bytes(1), bytes(2)))).to.deep.equal(['takes 1', 'takes 2', 'ends']));

  it('ends at once where there is nobody to be asked', () => expect(become(() => undefined)).to.deep.equal(['ends']));

  it('ends with the error of the question, or of what cannot be taken, and takes nothing after it', () => {
    const failed = new Error('closed');
    expect(become(() => throwError(() => failed))).to.deep.equal(['Error: closed']);
    expect(become(() => {
      throw failed;
    })).to.deep.equal(['Error: closed']);
    expect(become(() => of(bytes(1), bytes(2), bytes(3)), 2)).to.deep.equal(['takes 1', 'Error: cannot take 2']);
  });

  it('asks nobody before it is subscribed to, and lets go of the question when it is unsubscribed', () => {
    const asked$ = new Subject<Uint8Array>();
    const taken: Uint8Array[] = [];
    const answer$ = answered(() => asked$, (answer) => taken.push(answer));
    expect(asked$.observed).to.equal(false);
    const subscription = answer$.subscribe();
    asked$.next(bytes(1));
    subscription.unsubscribe();
    expect(asked$.observed).to.equal(false);
    expect(taken).to.have.length(1);
    expect(become(() => NEVER)).to.deep.equal([]);
  });
});
