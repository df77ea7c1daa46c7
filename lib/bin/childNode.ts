// A node of a devnet: a process of its own, which ends when this one does, however that happens.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Observable, Subscription, type Observer } from 'rxjs';
import { lines } from '../control/lines.ts';
import type { NodeId } from '../nodeId.ts';

export interface ChildOptions {
  /** `node-3`: its label, and its folder within the devnet's. */
  readonly name: string;
  readonly folder: string;
  /** 0: a free one. */
  readonly port: number;
  readonly peers: readonly string[];
  /** Emits when the node is to stop in good order. */
  readonly stop$: Observable<unknown>;
}

export type ChildEvent =
  | { readonly type: 'ready'; readonly name: string; readonly id: NodeId; readonly address: string;
      readonly http: string; readonly pid: number }
  | { readonly type: 'said'; readonly name: string; readonly line: string }
  | { readonly type: 'ended'; readonly name: string; readonly how: string; readonly failed: boolean };

/** What is being answered has 5 s, goodbyes and the address book take a moment; a node that needs longer is stuck. */
const STOP_MS_MAX = 12_000;
/** With DEBUG on, one line can hold a whole report. */
const LINE_BYTES_MAX = 16_777_216;

/** What `start --json` says once. */
interface Ready {
  readonly id: NodeId;
  readonly listening: readonly [string];
  readonly http: string | null;
}

const readyOf = (line: string): Ready | undefined =>
  line.startsWith('{"ready":true,') ? (JSON.parse(line) as Ready) : undefined;

/** This very program: the same Node, the same loader where it runs from source, the same entry. */
const started = ({ name, folder, port, peers }: ChildOptions): ChildProcess => {
  const flags = ['--data', join(folder, name), '--label', name, '--listen', `127.0.0.1:${port}`];
  const known = peers.flatMap((peer) => ['--peer', peer]);
  return spawn(
    process.execPath,
    [...process.execArgv, process.argv[1] ?? '', 'start', '--json', '--until-stdin-ends', ...flags, ...known],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
};

const streamBytes = (stream: Readable): Observable<Uint8Array> =>
  new Observable((out) => {
    stream.on('data', (bytes: Uint8Array) => out.next(bytes));
    stream.once('close', () => out.complete());
  });

const ending = (code: number | null, signal: string | null): string =>
  signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;

/** Tells what the node says and how it ends, and completes then. Errors only if no process can be made at all. */
export const childNode = (options: ChildOptions): Observable<ChildEvent> =>
  new Observable((out) => {
    const { name, stop$ } = options;
    const child = started(options);
    const all = new Subscription();
    const stop = (): void => {
      child.stdin?.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
      all.add(() => clearTimeout(timer));
    };
    const heard = (line: string): ChildEvent => {
      const ready = readyOf(line);
      if (ready === undefined) return { type: 'said', name, line };
      const { id, listening: [address], http } = ready;
      return { type: 'ready', name, id, address, http: http ?? 'off', pid: child.pid ?? 0 };
    };
    all.add(follow(child.stdout, (line) => out.next(heard(line)), out));
    all.add(follow(child.stderr, (line) => out.next({ type: 'said', name, line }), out));
    all.add(stop$.subscribe({ next: stop, error: (error: unknown) => out.error(error) }));
    child.stdin?.on('error', () => undefined); // it ended before it was told to
    child.once('error', (error) => out.error(error));
    child.once('close', (code, signal) => {
      out.next({ type: 'ended', name, how: ending(code, signal), failed: code !== 0 });
      out.complete();
    });
    all.add(() => void child.kill('SIGKILL'));
    return all;
  });

const follow = (stream: Readable | null, next: (line: string) => void, out: Observer<ChildEvent>): Subscription =>
  stream === null
    ? Subscription.EMPTY
    : streamBytes(stream).pipe(lines(LINE_BYTES_MAX)).subscribe({ next, error: (error: unknown) => out.error(error) });
