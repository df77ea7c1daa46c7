// The two processes of one contender, and what to order them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The longest order is a thousand connections, one after the other: a contender that hangs is given up. */
const ORDER_MS_MAX = 240_000;

const WORKER = fileURLToPath(new URL('worker.mjs', import.meta.url));

const started = async (role, name) => {
  const child = fork(WORKER, [role, name], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: ['--expose-gc'] });
  await told(child, name);
  return child;
};

const told = async (child, name) => {
  const over = new AbortController();
  const { signal } = over;
  const late = { error: `${name}: no answer in ${ORDER_MS_MAX / 1_000} s` };
  const [answer] = await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([code]) => [{ error: `${name}: its process ended with ${code}` }]),
    wait(ORDER_MS_MAX, [late], { signal }),
  ]).finally(() => over.abort());
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer.result;
};

export class Pair {
  name;
  where;
  #server;
  #client;

  /** Both processes, the server serving. */
  static async of(name) {
    const pair = new Pair();
    pair.name = name;
    try {
      pair.#server = await started('server', name);
      pair.where = await pair.server({ order: 'serve' });
      pair.#client = await started('client', name);
      return pair;
    } catch (error) {
      pair.end();
      throw error;
    }
  }

  server(order) {
    return this.#order(this.#server, order);
  }

  client(order) {
    return this.#order(this.#client, order);
  }

  end() {
    this.#client?.kill('SIGKILL');
    this.#server?.kill('SIGKILL');
  }

  async #order(child, order) {
    child.send(order);
    return await told(child, this.name);
  }
}
