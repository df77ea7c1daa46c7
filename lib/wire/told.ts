// A REQUEST_FNF being carried out: nobody hears how it went, so what went wrong goes to the log.
import { from } from 'rxjs';
import { messageOf } from '../errors.ts';
import type { Supplied } from '../peer.ts';
import type { Answering } from './answering.ts';
import { Listener } from './listener.ts';
import { log } from './log.ts';

export class Told extends Listener implements Answering {
  readonly isOwed = true;

  override next(): void {
    // There is nobody to send it to.
  }

  override error(error: unknown): void {
    this.outcome = 'failed';
    log('fire-and-forget on stream %d failed: %s', this.stream, messageOf(error));
    this.cancel();
  }

  override complete(): void {
    this.outcome = 'answered';
    this.cancel();
  }

  supply(values: Supplied): void {
    from(values).subscribe(this);
  }

  give(): void {
    // Nothing is answered.
  }

  resume(): void {
    // Nothing waits.
  }
}
