// A name server that lies: wrong addresses, no addresses, and far too many.
import { ANSWERS_MAX } from '../../../sources/dnsTold.ts';
import { PORT } from '../inhabitant.ts';
import type { World } from '../world.ts';
import { oneOf, victims, type FaultAction } from './faultAction.ts';

const MANY = 10 * ANSWERS_MAX;
const DARK = 30;
const GARBAGE_CHARS_MAX = 400;

const garbage = (chance: () => number): string =>
  Array.from({ length: Math.floor(GARBAGE_CHARS_MAX * chance()) }, () => Math.floor(chance() * 0x300))
    .map((code) => String.fromCharCode(code))
    .join('');

const LIES = {
  garbage: (_, chance) => Array.from({ length: 20 }, () => garbage(chance)),
  many: () => Array.from({ length: MANY }, (_, at) => `71.${at >> 8}.${at & 255}.1:${PORT}`),
  strange: () => [
    '', ':', '0.0.0.0:0', '127.0.0.1:1', '[::1]:7000', '255.255.255.255:65535', '41.0.0.1',
    '41.0.0.1:99999', 'x'.repeat(3_000),
  ],
  itself: ({ inhabitants }) => inhabitants.map(({ endpoint }) => endpoint),
  mixed: ({ inhabitants }) =>
    inhabitants.map(({ host, id }, at) => `${inhabitants[at - 1]?.id ?? id}@${host}:${PORT}`),
  dark: (world) => Array.from({ length: DARK }, (_, at) => {
    const host = `72.${at}.0.1`;
    world.network.transport({ host });
    world.network.vanish(host);
    return `${host}:${PORT}`;
  }),
} satisfies Readonly<Record<string, (world: World, chance: () => number) => readonly string[]>>;

const KINDS = Object.keys(LIES) as [keyof typeof LIES];

export const dns: FaultAction = (world, _, chance) => {
  const ones = victims(world, chance);
  const answers = LIES[oneOf(KINDS, chance)](world, chance);
  for (const one of ones) one.lookedUp(answers);
  return undefined;
};
