// A real node that is killed at a random moment, again and again, while it is given orders: what it has said yes to
// must be there at the next start, which must come to pass, under the same id.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { lastValueFrom } from 'rxjs';
import { controlClient } from '../../lib/control/controlClient.ts';
import { controlPath } from '../../lib/control/controlPath.ts';
import type { OperatorRequest } from '../../lib/command.ts';
import type { NetworkView } from '../../lib/status/networkView.ts';
import type { Report } from '../../lib/status/statusReport.ts';

export interface Tally {
  kills: number;
  /** Kills that came before the node was ready. */
  early: number;
  orders: number;
  readonly readyMs: number[];
  /** What must not be: each a sentence. */
  readonly findings: string[];
}

export const emptyTally = (): Tally => ({ kills: 0, early: 0, orders: 0, readyMs: [], findings: [] });

/** What may lie in a data folder at rest. */
const KNOWN: ReadonlySet<string> = new Set([
  'node.key', 'node.key.copy', 'node.crt', 'book.key', 'peers.json', 'seq', 'lock', 'status.json', 'control.sock',
]);
/** Of the kills that are counted from the beginning of the process, and not from when it was ready. */
const EARLY_SHARE = 0.5;
const HOUR_MS = 3_600_000;
/** Of bans that this gives: well below the limit of a book. */
const SUBJECTS = 500;

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<unknown>;
  /** Resolves with `true` when it is ready, with `false` when it has ended before. */
  readonly ready: Promise<boolean>;
  readonly said: { err: string };
}

const begin = (data: string): Started => {
  const args = ['dist/bin/millrace.js', 'start', '--data', data, '--http', 'off'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { err: '' };
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ready = new Promise<boolean>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => bytes.toString().startsWith('ready ') && resolve(true));
    void ended.then(() => resolve(false));
  });
  return { child, ended, ready, said };
};

export class KilledNode {
  readonly #data: string;
  readonly #random: () => number;
  readonly #tally: Tally;
  /** What was said yes to: whether each subject is banned. */
  readonly #acked = new Map<string, boolean>();
  #id: string | undefined;
  #seq = 0;

  constructor(data: string, random: () => number, tally: Tally) {
    this.#data = data;
    this.#random = random;
    this.#tally = tally;
  }

  /** One life. @param withinMs the kill comes within that; `undefined` lets it live until it was looked at */
  async live(withinMs: number | undefined): Promise<void> {
    const { child, ended, ready, said } = begin(this.#data);
    const at = performance.now();
    const state = { isKilled: false };
    const isKilled = (): boolean => state.isKilled;
    const kill = (): void => {
      state.isKilled = true;
      child.kill('SIGKILL');
    };
    const killLater = (): NodeJS.Timeout | undefined =>
      (withinMs === undefined ? undefined : setTimeout(kill, this.#random() * withinMs));
    const isEarly = this.#random() < EARLY_SHARE;
    let timer = isEarly ? killLater() : undefined;
    try {
      if (await ready) {
        if (!isEarly) timer = killLater();
        this.#tally.readyMs.push(performance.now() - at);
        await this.#look().catch((error: unknown) => isKilled() || this.#found(`could not be asked: ${String(error)}`));
        if (withinMs !== undefined) while (!isKilled()) await this.#order(isKilled);
      } else if (!isKilled()) this.#found(`did not start: ${said.err.trim()}`);
      else this.#tally.early++;
    } finally {
      clearTimeout(timer);
      child.kill('SIGKILL');
      await ended;
    }
    if (withinMs !== undefined) this.#tally.kills++;
    if (/damaged|going by|set aside/.test(said.err)) this.#found(`says that a file is damaged: ${said.err.trim()}`);
  }

  #found(what: string): void {
    this.#tally.findings.push(what);
  }

  async #ask<T>(request: Parameters<ReturnType<typeof controlClient>['ask']>[0]): Promise<T> {
    return (await lastValueFrom(controlClient(controlPath(this.#data)).ask(request), { defaultValue: undefined })) as T;
  }

  async #look(): Promise<void> {
    const { node, banned } = await this.#ask<Report>({ do: 'status' });
    const { nodes } = await this.#ask<NetworkView>({ do: 'network' });
    if (this.#id !== undefined && this.#id !== node.id) this.#found(`is node ${node.id}, and was ${this.#id}`);
    this.#id = node.id;
    const seq = nodes.find(({ id }) => id === node.id)?.seq ?? 0;
    if (seq !== 0 && seq <= this.#seq) this.#found(`signed number ${seq} after ${this.#seq}`);
    this.#seq = Math.max(this.#seq, seq);
    const there = new Set(banned.map(({ subject }) => subject));
    for (const [subject, isBanned] of this.#acked) {
      if (there.has(subject) !== isBanned) this.#found(`${subject} was ${isBanned ? '' : 'un'}banned, and is not now`);
    }
    const strays = readdirSync(this.#data).filter((name) => !KNOWN.has(name) && !/\.\d+(\.tmp)?$/.test(name));
    const old = readdirSync(this.#data).filter((name) => /\.\d+(\.tmp)?$/.test(name));
    if (strays.length > 0) this.#found(`left ${strays.join(', ')}`);
    if (old.length > 2) this.#found(`left ${old.join(', ')}`); // the writes that may be under way: book and seq
  }

  async #order(isOver: () => boolean): Promise<void> {
    const subject = `10.0.${Math.floor(this.#random() * SUBJECTS / 250)}.${Math.floor(this.#random() * 250) + 1}`;
    const isBan = this.#acked.get(subject) !== true;
    this.#acked.delete(subject); // until it is answered, either may be
    const request: OperatorRequest = isBan
      ? { type: 'ban', subject, forMs: HOUR_MS, reason: 'tried' } : { type: 'unban', subject };
    try {
      await this.#ask({ do: 'order', request });
      this.#acked.set(subject, isBan);
      this.#tally.orders++;
    } catch (error) {
      if (!isOver() && !String(error).includes('nobody is')) this.#found(`refused an order: ${String(error)}`);
    }
  }
}
