// The files of a node on a disk that keeps only what was flushed: slow or full when the simulation says so, and what was being
// written when the power went is gone.
import { catchError, map, NEVER, Observable, of, type SchedulerLike } from 'rxjs';

/** A flush on a quiet SSD. */
const FLUSH_MS = 5;

export class MemoryDisk {
  readonly #scheduler: SchedulerLike;
  #flushed: string | undefined;
  #seq = 0;
  #tear: { readonly share: number; readonly powerGoes: () => void } | undefined;
  /** How much longer than usual a write takes, in milliseconds. */
  slowerByMs = 0;
  /** Every write fails. */
  full = false;
  /** A number was used that could not be written down: the next start does not know of it. */
  hasForgotten = false;

  /** @param scheduler the node's: a write's end is heard by a node that is not held up */
  constructor(scheduler: SchedulerLike) {
    this.#scheduler = scheduler;
  }

  /** What is there before the node's first start. */
  begin(book: string, seq: number): void {
    this.#flushed = book;
    this.#seq = seq;
  }

  /** What a start would find. */
  get text(): string | undefined {
    return this.#flushed;
  }

  /** In the middle of the next write the power goes, and the disk, which said that all was flushed, keeps a part of it. */
  tear(share: number, powerGoes: () => void): void {
    this.#tear = { share, powerGoes };
  }

  /** Nothing is torn any more. */
  whole(): void {
    this.#tear = undefined;
  }

  /** Replaces the book whole or not at all, as `writeText` does. */
  write(text: string): Observable<void> {
    const tear = this.#tear;
    this.#tear = undefined;
    if (tear !== undefined) {
      this.#flushed = text.slice(0, Math.floor(tear.share * text.length));
      tear.powerGoes();
      return NEVER;
    }
    return this.#flush(() => (this.#flushed = text));
  }

  /**
   * Writes down that a `seq` is used, and one more for the last word of a node, as `reserveSeq` does; one that was used
   * before becomes the next. Without room for that it is used all
   * the same: the clock must do then.
   */
  reserve(seq: number): Observable<number> {
    const used = Math.max(seq, this.#seq + 1);
    return this.#flush(() => (this.#seq = used + 1)).pipe(map(() => used), catchError((_error: unknown) => {
      this.hasForgotten = true;
      return of(used);
    }));
  }

  #flush(write: () => void): Observable<void> {
    return new Observable((out) =>
      this.#scheduler.schedule(() => {
        if (this.full) {
          out.error(new Error('ENOSPC: no space left on device'));
          return;
        }
        write();
        out.next();
        out.complete();
      }, FLUSH_MS + this.slowerByMs));
  }

  /** Bits rot: so much of the text, from a place in [0, 1), reads as something else. */
  damage(where: number): void {
    if (this.#flushed === undefined) return;
    const at = Math.floor(where * this.#flushed.length);
    this.#flushed = `${this.#flushed.slice(0, at)}\u0000${this.#flushed.slice(at + 1)}`;
  }
}
