// A recording on disk: written behind the node's back, in segments, and never a reason for the node to stop.
import { closeSync, mkdirSync, openSync, write as writeTo, close as closeFile } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import { iso } from '../iso.ts';
import { LogError } from './logError.ts';
import type { LogHeader, LogLine, LogWriter } from './logLine.ts';
import { packing } from './pack.ts';
import { pack, type Packing } from './packSegment.ts';
import { movedAside, segmentName } from './segments.ts';

/** A crash of the process loses no more than that. */
const FLUSH_MS = 100;

/** What a disk that hangs for seconds may leave in memory. A busy node writes a few hundred kilobytes a second. */
const BUFFER_BYTES_MAX = 8_388_608;

/** Unpacked in memory when it is read, and a day or two of a quiet node. */
export const SEGMENT_BYTES = 67_108_864;

/** Weeks of a quiet node, and no disk of today is full of it. */
export const RECORDING_BYTES_MAX = 1_073_741_824;

/** It tells whom somebody talks to. */
const OWNER_ONLY = 0o600;

export interface LogFileOptions {
  /** The first segment; the others are beside it, `FILE.1` and so on. */
  readonly file: string;
  readonly env: Pick<Env, 'scheduler'>;
  /** Takes what the operator should know, a line of text. */
  readonly warn: (text: string) => void;
  /** A segment is full when it has passed this. */
  readonly segmentBytes?: number;
  /** The recording ends when all its segments together would pass this. */
  readonly totalBytes?: number;
}

const written = promisify(writeTo);
const closed = promisify(closeFile);

const opened = (path: string): number => openSync(path, 'wx', OWNER_ONLY);

/**
 * Where `NodeConfig.recording` may write to. A file of an earlier run is moved aside first.
 *
 * @throws LogError from the constructor when the first segment cannot be made; nothing throws after that
 * @example
 * const log = new LogFile({ file: 'run.log', env: realEnv, warn: console.warn });
 * const net = node({ ...config, recording: { log, habits } });
 * await lastValueFrom(net.step$);
 * await log.close();
 */
export class LogFile implements LogWriter {
  readonly #options: Required<LogFileOptions>;
  readonly #pack = packing();
  #descriptor: number;
  #segment = 0;
  #segmentBytes = 0;
  /** On disk, in all segments. */
  #total = 0;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #due: Subscription | undefined;
  /** The write under way, and all that follows from it. */
  #work: Promise<void> | undefined;
  #ended = false;
  /** Why it ended before its time. */
  #isSaid = false;
  #released = false;
  #packing: Packing | undefined;
  /** Segments that wait to be packed: there are no more than fit within the limit. */
  readonly #full: { readonly name: string; readonly bytes: number }[] = [];

  constructor(options: LogFileOptions) {
    this.#options = { segmentBytes: SEGMENT_BYTES, totalBytes: RECORDING_BYTES_MAX, ...options };
    const { file, env, warn } = this.#options;
    try {
      mkdirSync(dirname(file), { recursive: true });
      const old = movedAside(file, iso(env.scheduler.now()).replace(/[:.]/g, '-'));
      if (old !== undefined) warn(`recording: what ${file} held is now ${old}`);
      this.#descriptor = opened(file);
    } catch (error) {
      throw new LogError(`recording ${file} cannot be begun: ${messageOf(error)}`, { cause: error });
    }
  }

  write(line: LogHeader | LogLine): void {
    if (this.#ended) return;
    const text = `${this.#pack(line)}\n`;
    const bytes = Buffer.byteLength(text);
    const { totalBytes, env } = this.#options;
    if (this.#total + this.#waitingBytes + bytes > totalBytes) {
      this.#end(`has reached its limit of ${mebibytes(totalBytes)} MiB`,
        '; it is not made room for at its beginning, since a replay has to begin there');
      return;
    }
    if (this.#waitingBytes + bytes > BUFFER_BYTES_MAX) {
      this.#end(`cannot be written as fast as it grows: ${mebibytes(BUFFER_BYTES_MAX)} MiB wait for the disk`);
      return;
    }
    this.#waiting.push(text);
    this.#waitingBytes += bytes;
    this.#due ??= env.scheduler.schedule(() => {
      this.#due = undefined;
      this.#flush();
    }, FLUSH_MS);
  }

  /** Puts what is left on the disk and lets go of the file. Resolves when that is done, and never rejects. */
  async close(): Promise<void> {
    this.#ended = true;
    this.#packing?.stop();
    this.#flush();
    while (this.#work !== undefined) await this.#work;
    await this.#packing?.done;
  }

  /** Ends what has ended once all is on the disk. */
  #flush(): void {
    if (this.#work !== undefined) return;
    if (this.#ended) this.#due?.unsubscribe();
    if (this.#waiting.length > 0) {
      this.#work = this.#writeWaiting()
        .catch((error: unknown) => this.#fail(`cannot be written: ${messageOf(error)}`))
        .finally(() => {
          this.#work = undefined;
          if (this.#ended || this.#due === undefined) this.#flush();
        });
    } else if (this.#ended && !this.#released) {
      this.#released = true;
      closeSync(this.#descriptor);
    }
  }

  async #writeWaiting(): Promise<void> {
    const bytes = Buffer.from(this.#waiting.join(''));
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#total += bytes.length;
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await written(this.#descriptor, bytes, at);
      at += bytesWritten;
    }
    this.#segmentBytes += bytes.length;
    if (this.#segmentBytes > this.#options.segmentBytes) await this.#next();
  }

  /** On to the next segment; the full one is packed meanwhile, one at a time. */
  async #next(): Promise<void> {
    const { file } = this.#options;
    const next = opened(segmentName(file, this.#segment + 1));
    const full = this.#descriptor;
    this.#descriptor = next;
    const [name, bytes] = [segmentName(file, this.#segment), this.#segmentBytes];
    this.#segment += 1;
    this.#segmentBytes = 0;
    await closed(full);
    this.#full.push({ name, bytes });
    this.#packNext();
  }

  #packNext(): void {
    const full = this.#packing === undefined && !this.#ended ? this.#full.shift() : undefined;
    if (full === undefined) return;
    const packed = pack(full.name, (bytes) => (this.#total += bytes - full.bytes), this.#options.warn);
    this.#packing = packed;
    void packed.done.then(() => {
      this.#packing = undefined;
      this.#packNext();
    });
  }

  #fail(what: string): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#end(what);
  }

  #end(what: string, why = ''): void {
    if (this.#isSaid) return;
    this.#isSaid = this.#ended = true;
    const { file, warn } = this.#options;
    warn(`recording ${file} ${what}, so it ends here, and the node goes on${why}`);
    this.#flush();
  }
}

const MEBIBYTE = 1_048_576;
const mebibytes = (bytes: number): number => Math.round((bytes / MEBIBYTE) * 100) / 100;
