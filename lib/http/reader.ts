// One who reads the events: takes text as fast as it is read, and is dropped when that is not fast enough.
import type { ServerResponse } from 'node:http';
import { STREAM_UNREAD_BYTES_MAX, STREAM_WAITING_BYTES_MAX } from './limits.ts';
import { BEAT, GREETING } from './streamText.ts';
import { GUARDED } from './writeAnswer.ts';

export const STREAM_TYPE = 'text/event-stream; charset=utf-8';

const HEADERS = {
  ...GUARDED,
  'content-type': STREAM_TYPE,
  'x-accel-buffering': 'no', // nginx would hold events back until it has a buffer full of them
} as const;

/** The last report that a reader was sent, by kind: texts are made once for all readers, so they are compared by it. */
export interface Seen {
  status: string;
  network: string;
}

export class Reader {
  readonly seen: Seen = { status: '', network: '' };
  readonly #response: ServerResponse;
  /** Reports are as long as the network is large; only what comes beside them counts. */
  #reportBytes = 0;
  #takenAtBeat = -1;

  constructor(response: ServerResponse) {
    this.#response = response;
    response.writeHead(200, HEADERS);
    response.write(GREETING);
  }

  /** What was written in this very moment is on its way; what is more than that waits for the reader. */
  get isUpToDate(): boolean {
    return this.#response.writableLength < STREAM_WAITING_BYTES_MAX;
  }

  /** A report; nobody is sent one who has not read what came before. */
  report(text: string): void {
    this.#reportBytes = Buffer.byteLength(text);
    this.#write(text);
  }

  /** Entries, or nothing. */
  entry(text: string): void {
    if (text !== '') this.#write(text);
  }

  /** Now and then. Whoever has taken nothing of what has waited since the last one is gone. */
  beat(): void {
    const taken = this.#response.socket?.bytesWritten ?? 0;
    if (this.#response.writableLength > 0 && taken === this.#takenAtBeat) this.#drop();
    else this.#write(BEAT);
    this.#takenAtBeat = taken;
  }

  #write(text: string): void {
    this.#response.write(text);
    if (this.#response.writableLength > STREAM_UNREAD_BYTES_MAX + this.#reportBytes) this.#drop();
  }

  #drop(): void {
    this.#response.socket?.destroy();
  }
}
