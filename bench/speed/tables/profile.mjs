// Where the time and the memory of a request, of a connection and of an event go: what to look at before changing it.
import { ran } from '../alone/ran.mjs';
import { micros, table } from '../markdown.mjs';
import { Pair } from '../pair.mjs';
import { LOADS } from './requests.mjs';

const FUNCTIONS_SHOWN = 15;
const CONTROLLER_PEERS = 1_000;
const KINDS = { cpu: { title: 'CPU', unit: 'µs' }, heap: { title: 'allocated', unit: 'bytes' } };
const LIVE = { title: 'held', unit: 'bytes' };
const HELD = 500;
const SCENES = [
  ...LOADS.map((load) => ({ ...load, each: 'a request' })),
  { key: 'setup', title: 'connections set up', each: 'a connection', dials: true },
];

const doing = async (pair, { dials, ...load }, ms) => {
  if (!dials) return (await pair.client({ order: 'round', ...load, ms })).done;
  return (await pair.client({ order: 'dials', ms })).count;
};

/** Both processes, profiled while they do the same. */
const profiledPair = async (name, scene, kind, ms) => {
  const pair = await Pair.of(name);
  try {
    await pair.client({ order: scene.dials ? 'dialler' : 'connect', where: pair.where });
    await doing(pair, scene, ms); // warm
    await pair.server({ order: 'profile', kind });
    await pair.client({ order: 'profile', kind });
    const count = await doing(pair, scene, ms);
    return { count, client: await pair.client({ order: 'profiled' }), server: await pair.server({ order: 'profiled' }) };
  } finally {
    pair.end();
  }
};

/** What so many idle connections hold of the server's heap, by who made it. */
const profiledHeld = async (name) => {
  const pair = await Pair.of(name);
  try {
    await pair.client({ order: 'hold', where: pair.where, count: 50 });
    await pair.server({ order: 'profile', kind: 'live' });
    await pair.client({ order: 'hold', where: pair.where, count: HELD });
    return await pair.server({ order: 'profiled' });
  } finally {
    pair.end();
  }
};

const byGroup = (rows) => {
  const sums = new Map();
  for (const { group, value } of rows) sums.set(group, (sums.get(group) ?? 0) + value);
  return [...sums].sort((a, b) => b[1] - a[1]);
};

const share = (value, all) => `${((value * 100) / all).toFixed(1)} %`;

/** @param sides rows by the name of the process */
const shown = (title, each, kind, count, sides) => Object.entries(sides).flatMap(([side, rows]) => {
  const all = rows.reduce((sum, { value }) => sum + value, 0);
  const { title: what, unit } = KINDS[kind] ?? LIVE;
  const line = (name, value) => [name, micros(value / count), share(value, all)];
  return [
    `### ${title}, ${side}: ${what}, ${micros(all / count)} ${unit} ${each}`, '',
    table(['', unit, 'share'], byGroup(rows).map(([group, value]) => line(group, value))), '',
    table(['function', unit, 'share'], rows.slice(0, FUNCTIONS_SHOWN).map(({ name, file, value }) =>
      line(`\`${name}\` ${file}`, value))), '',
  ];
});

export const profile = async ({ ms, loads, contenders: [name] = ['millrace'] }, progress) => {
  const markdown = ['## Profiles', ''];
  const rows = [];
  for (const scene of SCENES.filter(({ key }) => loads === undefined || loads.includes(key))) {
    for (const kind of Object.keys(KINDS)) {
      progress(`${scene.title}: ${kind}`);
      const { count, ...sides } = await profiledPair(name, scene, kind, ms * 4);
      rows.push({ scene: scene.key, kind, count, ...sides });
      markdown.push(...shown(scene.title, scene.each, kind, count, sides));
    }
  }
  if (loads === undefined || loads.includes('held')) {
    progress(`${HELD} idle connections`);
    const server = await profiledHeld(name);
    rows.push({ scene: 'held', kind: 'live', count: HELD, server });
    markdown.push(...shown('idle', 'a connection', 'live', HELD, { server }));
  }
  if (loads === undefined || loads.includes('controller')) {
    for (const kind of Object.keys(KINDS)) {
      progress(`controller: ${kind}`);
      const { count, rows: all } = await ran('controller', 'whole', CONTROLLER_PEERS, ms, kind);
      rows.push({ scene: 'controller', kind, count, controller: all });
      markdown.push(...shown(`Controller, ${CONTROLLER_PEERS} peers`, 'an event', kind, count, { 'its process': all }));
    }
  }
  return { name: 'profile', rows, markdown: markdown.join('\n') };
};
