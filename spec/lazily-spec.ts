// `defer`, one subscriber less.
import { expect } from 'chai';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { lazily } from '../lib/lazily.ts';

describe('lazily', () => {
  it('makes the stream anew for each subscriber, and not before', () => {
    let made = 0;
    const stream = lazily(() => of(++made));
    expect(made).to.equal(0);
    const seen: number[] = [];
    stream.subscribe((value) => seen.push(value));
    stream.subscribe((value) => seen.push(value));
    expect(seen).to.deep.equal([1, 2]);
  });

  it('errors with what making throws, and with what the stream errors with', () => {
    const errors: unknown[] = [];
    const error = (cause: unknown): void => void errors.push(cause);
    lazily(() => {
      throw new Error('made');
    }).subscribe({ error });
    lazily(() => throwError(() => new Error('streamed'))).subscribe({ error });
    expect(errors.map(String)).to.deep.equal(['Error: made', 'Error: streamed']);
  });

  it('lets go of the stream when nobody listens, also of one that says nothing', () => {
    const subject = new Subject<number>();
    const listening = lazily(() => subject).subscribe();
    expect(subject.observed).to.equal(true);
    listening.unsubscribe();
    expect(subject.observed).to.equal(false);
    lazily(() => NEVER).subscribe().unsubscribe();
  });
});
