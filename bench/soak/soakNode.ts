// A node of the soak: a process of the built binary, which is stopped, killed and started again with the same folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Ready {
  readonly id: string;
  readonly address: string;
}

export interface Alive {
  readonly heap: number;
  /** What is held by objects of the heap and lies outside of it: mostly buffers. */
  readonly outside: number;
}

interface Life {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | null>;
  /** It has been told to end. */
  isToEnd: boolean;
}

const BINARY = 'dist/bin/millrace.js';
const PROBE = new URL('probe.mjs', import.meta.url).href;
const READY_MS_MAX = 60_000;
const PROBE_MS_MAX = 10_000;
/** What is being answered has 5 s, goodbyes and the book take a moment. */
const STOP_MS_MAX = 15_000;
const PAGE_BYTES = 4_096;

const begin = (args: readonly string[]): Life => {
  const flags = ['--expose-gc', '--import', PROBE, BINARY, 'start', '--json', '--until-stdin-ends', ...args];
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  child.stdin?.on('error', () => undefined); // it ended before it was told to
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, said, ended, isToEnd: false };
};

const within = <T>(promise: Promise<T>, ms: number): Promise<T | undefined> => {
  const over = new AbortController();
  const late = new Promise<undefined>((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  return Promise.race([promise, late]).finally(() => over.abort());
};

export class SoakNode {
  readonly name: string;
  readonly data: string;
  readonly #found: (what: string) => void;
  #life: Life | undefined;
  /** The port it got the first time, and keeps: others remember it. */
  #port = 0;

  /** @param found is told of what must not be */
  constructor(name: string, folder: string, found: (what: string) => void) {
    [this.name, this.data, this.#found] = [name, join(folder, name), found];
  }

  /** Resolves when it is ready, or has said why it is not: then with `undefined`. */
  async start(peers: readonly string[]): Promise<Ready | undefined> {
    const flags = ['--data', this.data, '--label', this.name, '--listen', `127.0.0.1:${this.#port}`];
    const life = begin([...flags, ...peers.flatMap((peer) => ['--peer', peer])]);
    this.#life = life;
    void life.ended.then((code) => {
      if (!life.isToEnd) this.#found(`${this.name} ended by itself with ${String(code)}: ${life.said.err.trim()}`);
    });
    const line = new Promise<string>((resolve) => {
      const look = (): void => {
        const ready = life.said.out.split('\n').find((one) => one.startsWith('{"ready":true,') && one.endsWith('}'));
        if (ready !== undefined) resolve(ready);
      };
      life.child.stdout?.on('data', look);
    });
    const ready = await within(Promise.race([line, life.ended.then(() => undefined)]), READY_MS_MAX);
    if (ready === undefined) {
      if (life.child.exitCode === null) this.#found(`${this.name} is not ready after ${READY_MS_MAX} ms`);
      return undefined;
    }
    const { id, listening: [address = ''] } = JSON.parse(ready) as { id: string; listening: readonly string[] };
    this.#port = Number(address.split(':').at(-1));
    return { id, address };
  }

  /** @returns the exit code; `null` when it was killed */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const life = this.#life;
    if (life === undefined) return null;
    life.isToEnd = true;
    life.child.kill(signal);
    const code = await within(life.ended, STOP_MS_MAX);
    if (code === undefined) {
      this.#found(`${this.name} has not ended ${STOP_MS_MAX} ms after ${signal}`);
      life.child.kill('SIGKILL');
      return life.ended;
    }
    const isWrong = signal === 'SIGTERM' && code !== 0;
    if (isWrong) this.#found(`${this.name} ended with ${String(code)}: ${life.said.err.trim()}`);
    return code;
  }

  /** Bytes in memory and open descriptors, as the kernel has them. */
  look(): { readonly rss: number; readonly descriptors: number } | undefined {
    const pid = this.#life?.child.pid;
    try {
      const [, pages = ''] = readFileSync(`/proc/${pid ?? 0}/statm`, 'utf8').split(' ');
      return { rss: Number(pages) * PAGE_BYTES, descriptors: readdirSync(`/proc/${pid ?? 0}/fd`).length };
    } catch {
      return undefined; // it has ended: that is told elsewhere
    }
  }

  /** Bytes that are alive after a collection. */
  async alive(): Promise<Alive | undefined> {
    const child = this.#life?.child;
    if (child?.connected !== true) return undefined;
    const answer = once(child, 'message') as Promise<[Alive]>;
    child.send('alive');
    return (await within(answer, PROBE_MS_MAX))?.[0];
  }
}
