// A process of its own for each part, and what it is ordered and answers.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

interface Start {
  readonly args?: readonly string[];
  readonly nice?: number;
}

export class Child {
  readonly #process: ChildProcess;
  readonly #what: string;

  /** @param nice how far it has to stand back where the machine has too few cores for all */
  constructor(file: string, { args = [], nice = 0 }: Start = {}) {
    this.#what = file;
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), [...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: file.endsWith('.ts') ? ['--import', 'tsx'] : [],
    });
    if (nice > 0 && this.#process.pid !== undefined) setPriority(this.#process.pid, nice);
  }

  /** What it says next. */
  async told<T>(): Promise<T> {
    const over = new AbortController();
    const { signal } = over;
    const [answer] = await Promise.race([
      once(this.#process, 'message', { signal }) as Promise<[Answer]>,
      once(this.#process, 'exit', { signal }).then(([code]): [Answer] => [{ error: `ended with ${String(code)}` }]),
    ]).finally(() => over.abort());
    if (answer.error !== undefined) throw new Error(`${this.#what}: ${answer.error}`);
    return answer.result as T;
  }

  ask<T>(order: string, terms: object = {}): Promise<T> {
    const answer = this.told<T>();
    this.#process.send({ order, ...terms });
    return answer;
  }

  end(): void {
    this.#process.kill('SIGKILL');
  }
}
