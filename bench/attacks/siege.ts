// One attack, or several at once, on a network of five that has come to rest: what was seen of it.
import { setTimeout as wait } from 'node:timers/promises';
import { Child } from './child.ts';
import type { Tally, Target } from './foe.ts';

export interface VictimLook {
  readonly rss: number;
  readonly peakRss: number;
  readonly peakOf: { readonly heapTotal: number; readonly heapUsed: number; readonly external: number };
  readonly peakIncoming: number;
  readonly cpuMs: number;
  readonly sockets: number;
  readonly ended: Readonly<Record<string, number>>;
  readonly delayMsP99: number;
  readonly delayMsMax: number;
}

export interface HonestLook {
  readonly asked: number;
  readonly failed: number;
  readonly lost: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly agreed: number;
  readonly edges: number;
}

export interface Seen {
  readonly before: VictimLook;
  readonly victim: VictimLook;
  readonly honest: HonestLook;
  readonly foes: readonly Tally[];
  readonly after: VictimLook;
  readonly seconds: number;
  /** How long after the attack it took until its memory and its sockets were as before; infinite when they were not. */
  readonly backMs: number;
}

const LOOK_MS = 250;
const CALM_MS = 2_000;
const READY_MS_MAX = 30_000;
/** How much more than before is as before. */
const SLACK_BYTES = 16 * 1_024 * 1_024;
/** Attackers have machines of their own; here they stand back. */
const NICE = 10;

const untilReady = async (honest: Child): Promise<void> => {
  for (let waited = 0; waited < READY_MS_MAX; waited += LOOK_MS) {
    if (await honest.ask<boolean>('ready')) return;
    await wait(LOOK_MS);
  }
  throw new Error('the honest nodes do not come together');
};

const untilBack = async (
  victim: Child, { rss, sockets }: VictimLook, mostMs: number,
): Promise<{ look: VictimLook; ms: number }> => {
  for (let ms = 0; ; ms += LOOK_MS) {
    const look = await victim.ask<VictimLook>('look');
    const isBack = look.rss <= rss + SLACK_BYTES && look.sockets <= sockets;
    if (isBack || ms >= mostMs) return { look, ms: isBack ? ms : Infinity };
    await wait(LOOK_MS);
  }
};

/** @param backMs how long to wait until it is as before */
export const siege = async (
  names: readonly string[], { ms, backMs: mostMs }: { readonly ms: number; readonly backMs: number },
): Promise<Seen> => {
  const children: Child[] = [];
  const child = (...how: ConstructorParameters<typeof Child>): Child => {
    const made = new Child(...how);
    children.push(made);
    return made;
  };
  try {
    const victim = child('victim.mjs');
    const { id, address } = await victim.told<{ id: string; address: string }>();
    const honest = child('honest.mjs');
    await honest.ask('start', { id, address });
    await untilReady(honest);
    await wait(CALM_MS);
    const target: Target = { id, port: Number(address.split(':')[1]) };
    const before = await victim.ask<VictimLook>('look');
    await Promise.all([victim.ask('begin'), honest.ask('begin')]);
    const foes = names.map((name) => child('attacker.ts', { args: [name, JSON.stringify(target)], nice: NICE }));
    await Promise.all(foes.map((foe) => foe.told()));
    await wait(ms);
    const [seen, heard] = [await victim.ask<VictimLook>('look'), await honest.ask<HonestLook>('look')];
    const tallies = await Promise.all(foes.map((foe) => foe.ask<Tally>('tally')));
    for (const foe of foes) foe.end();
    const { look: after, ms: backMs } = await untilBack(victim, before, mostMs);
    return { before, victim: seen, honest: heard, foes: tallies, after, seconds: ms / 1_000, backMs };
  } finally {
    for (const one of children) one.end();
  }
};
