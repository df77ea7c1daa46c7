// Nodes that stay, beside others that come and go: what is held by those that stay, over time.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { count, lastValueFrom } from 'rxjs';
import { controlClient } from '../../lib/control/controlClient.ts';
import { controlPath } from '../../lib/control/controlPath.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import type { Report } from '../../lib/status/statusReport.ts';
import type { Sample } from './slope.ts';
import { SoakNode, type Ready } from './soakNode.ts';

export interface Watched {
  readonly name: string;
  readonly rss: Sample[];
  readonly heap: Sample[];
  readonly outside: Sample[];
  readonly descriptors: Sample[];
  /** Entries that its journal holds, once the warm-up was over and in the end: it has a bound, and fills up to it. */
  readonly journal: number[];
}

export interface Soaked {
  readonly watched: readonly Watched[];
  readonly stops: number;
  readonly kills: number;
  /** What must not be: each a sentence. */
  readonly findings: readonly string[];
}

export interface Terms {
  readonly nodes: number;
  readonly ms: number;
  /** Of these, how long they come and go in a hurry: what has a bound should have reached it before it is counted. */
  readonly warmUpMs: number;
  readonly seed: number;
  readonly progress: (text: string) => void;
}

const LOOK_MS = 5_000;
/** A full collection takes the node some tens of milliseconds: seldom enough not to be what is measured. */
const HEAP_EVERY = 6;
/** How long one that comes and goes stays, and how long it is away. */
const STAY_MS = { least: 5_000, most: 45_000 };
const AWAY_MS = { least: 500, most: 10_000 };
/** The same in the warm-up: five times as often, so that it has seen more than an hour of the rest. */
const HURRIED_STAY_MS = { least: 1_000, most: 9_000 };
const HURRIED_AWAY_MS = { least: 100, most: 2_000 };
const AGREE_MS_MAX = 60_000;
const AGREE_LOOK_MS = 1_000;

/** What it says of the network; `undefined` when it says nothing. */
const networkOf = async ({ data }: SoakNode): Promise<Report['network'] | undefined> => {
  const answer$ = controlClient(controlPath(data)).ask({ do: 'status' });
  const report = await lastValueFrom(answer$, { defaultValue: undefined }).catch(() => undefined);
  return (report as Report | undefined)?.network;
};

/** How many entries its journal holds; `undefined` when it says nothing. */
const journalOf = async ({ data }: SoakNode): Promise<number | undefined> => {
  const answer$ = controlClient(controlPath(data)).ask({ do: 'events', since: 0, isPast: true, all: true });
  return lastValueFrom(answer$.pipe(count()), { defaultValue: 0 }).catch(() => undefined);
};

class Soak {
  readonly #terms: Terms;
  readonly #random: () => number;
  readonly #folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  readonly #stays: SoakNode[] = [];
  readonly #goes: SoakNode[] = [];
  readonly #known: Ready[] = [];
  readonly findings: string[] = [];
  #isOver = false;
  #isHurried = true;
  stops = 0;
  kills = 0;

  constructor(terms: Terms) {
    this.#terms = terms;
    this.#random = sfc32(terms.seed);
    const found = (what: string): void => {
      this.findings.push(what);
      terms.progress(what);
    };
    for (let at = 0; at < terms.nodes; at++) {
      const node = new SoakNode(`node-${at + 1}`, this.#folder, found);
      (at < Math.ceil(terms.nodes / 2) ? this.#stays : this.#goes).push(node);
    }
  }

  async run(): Promise<readonly Watched[]> {
    try {
      for (const node of this.#stays) {
        const ready = await node.start(this.#peers());
        if (ready === undefined) throw new Error(`the soak cannot begin: ${this.findings.join('; ')}`);
        this.#known.push(ready);
      }
      const lanes = this.#goes.map((node) => this.#comeAndGo(node));
      const watched = await this.#watch();
      this.#isOver = true;
      await Promise.all(lanes);
      await this.#agree();
      return watched;
    } finally {
      await Promise.all([...this.#stays, ...this.#goes].map((node) => node.end('SIGTERM')));
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  #peers(): readonly string[] {
    return this.#known.slice(0, 2).map(({ id, address }) => `${id}@${address}`);
  }

  #between({ least, most }: { readonly least: number; readonly most: number }): number {
    return least + this.#random() * (most - least);
  }

  /** Ends up running. */
  async #comeAndGo(node: SoakNode): Promise<void> {
    for (;;) {
      if (await node.start(this.#peers()) === undefined) await node.end('SIGKILL');
      await this.#pause(this.#between(this.#isHurried ? HURRIED_STAY_MS : STAY_MS));
      if (this.#isOver) return;
      const isKill = this.#random() < 0.5;
      if (isKill) this.kills++;
      else this.stops++;
      await node.end(isKill ? 'SIGKILL' : 'SIGTERM');
      await this.#pause(this.#between(this.#isHurried ? HURRIED_AWAY_MS : AWAY_MS));
    }
  }

  async #pause(ms: number): Promise<void> {
    for (let left = ms; left > 0 && !this.#isOver; left -= 500) await wait(Math.min(left, 500));
  }

  async #watch(): Promise<readonly Watched[]> {
    const all = this.#stays.map((node): Watched & { readonly node: SoakNode } =>
      ({ node, name: node.name, rss: [], heap: [], outside: [], descriptors: [], journal: [] }));
    const countJournals = async (): Promise<void> => {
      for (const { node, journal } of all) journal.push(await journalOf(node) ?? NaN);
    };
    const began = performance.now();
    for (let turn = 0; performance.now() - began < this.#terms.ms; turn++) {
      const at = performance.now() - began;
      if (this.#isHurried && at >= this.#terms.warmUpMs) {
        this.#isHurried = false;
        await countJournals();
      }
      for (const { node, rss, descriptors, heap, outside } of all) {
        const seen = node.look();
        if (seen === undefined) continue;
        rss.push([at, seen.rss]);
        descriptors.push([at, seen.descriptors]);
        const alive = turn % HEAP_EVERY === 0 ? await node.alive() : undefined;
        if (alive === undefined) continue;
        heap.push([at, alive.heap]);
        outside.push([at, alive.outside]);
      }
      await wait(Math.max(0, began + (turn + 1) * LOOK_MS - performance.now()));
    }
    await countJournals();
    return all.map(({ node: _node, ...watched }) => watched);
  }

  /** Once nobody comes and goes any more, all of them have to hold the same map, with everybody in it. */
  async #agree(): Promise<void> {
    let seen: readonly (Report['network'] | undefined)[] = [];
    for (let waited = 0; waited < AGREE_MS_MAX; waited += AGREE_LOOK_MS) {
      seen = await Promise.all([...this.#stays, ...this.#goes].map(networkOf));
      if (seen.every((one) => one?.agreement.proven === true && one.nodes === this.#terms.nodes)) return;
      await wait(AGREE_LOOK_MS);
    }
    const missing = seen.map((one) => (one === undefined ?
      'none' : `${one.nodes}${one.agreement.proven ? '' : '?'}`)).join();
    this.findings.push(`they do not agree ${AGREE_MS_MAX} ms after the last has come: nodes known ${missing}`);
  }
}

/** @throws when not even those that stay can be started */
export const soak = async (terms: Terms): Promise<Soaked> => {
  const run = new Soak(terms);
  const watched = await run.run();
  const { stops, kills, findings } = run;
  return { watched, stops, kills, findings };
};
