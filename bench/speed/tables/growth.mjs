// How cost grows with the number of peers, of records and of connections: tables, and pictures for docs/performance.md.
import { writeFileSync } from 'node:fs';
import { ran } from '../alone/ran.mjs';
import { curves } from '../curves.mjs';
import { table } from '../markdown.mjs';
import { Pair } from '../pair.mjs';
import { median } from '../statistics.mjs';

const PEERS = [10, 30, 100, 300, 1_000, 3_000, 10_000];
const RECORDS = [100, 300, 1_000, 3_000, 10_000];
/** How many connections there are after each step. */
const CONNECTIONS = [100, 300, 1_000, 2_000, 3_500, 5_000];
const WARM = 50;
const HELD = ['rawTls', 'millrace'];

const drawn = (name, picture) => writeFileSync(`docs/images/growth-${name}.svg`, curves(picture));

const controllers = async ({ ms }, progress) => {
  const rows = [];
  for (const peers of PEERS) {
    progress(`controller: ${peers} peers`);
    const whole = await ran('controller', 'whole', peers, ms);
    const callbacks = await ran('controller', 'callbacks', peers, ms);
    rows.push({ peers, ns: median(whole), callbacksNs: median(callbacks) });
  }
  return rows;
};

const records = async ({ ms }, progress) => {
  const rows = [];
  for (const count of RECORDS) {
    progress(`map: ${count} records`);
    rows.push({ records: count, ...(await ran('records.ts', count, ms * 2)) });
  }
  return rows;
};

/** @returns for each step the server's memory a connection in KiB, and its CPU for each new one in us */
const held = async (name, progress) => {
  const pair = await Pair.of(name);
  try {
    await pair.client({ order: 'hold', where: pair.where, count: WARM });
    const empty = await pair.server({ order: 'memory' });
    const rows = [];
    let there = 0;
    for (const connections of CONNECTIONS) {
      progress(`${name}: ${connections} connections`);
      const before = await pair.server({ order: 'cpu' });
      await pair.client({ order: 'hold', where: pair.where, count: connections - there });
      const cpuUs = ((await pair.server({ order: 'cpu' })) - before) / (connections - there);
      there = connections;
      const left = await pair.server({ order: 'held' });
      if (left !== null && left < there + WARM) throw new Error(`${name}: only ${left} of ${there} connections are left`);
      const now = await pair.server({ order: 'memory' });
      const kib = (field) => (now[field] - empty[field]) / there / 1_024;
      rows.push({ connections, rssKiB: kib('rss'), heapKiB: kib('heapUsed'), cpuUs });
    }
    return rows;
  } finally {
    pair.end();
  }
};

const connections = async (_, progress) => {
  const of = {};
  for (const name of HELD) of[name] = await held(name, progress);
  return HELD.flatMap((name) => of[name].map((row) => ({ name, ...row })));
};

/** The pictures, from the figures: those of an earlier run will do as well. */
export const draw = ({ byPeers, byRecords, byConnections }) => {
  const line = (rows, x, y, name) => ({ name, points: rows.map((row) => [row[x], Math.max(row[y], 0.1)]) });
  const held = (of, field, name) => line(byConnections.filter((row) => row.name === of), 'connections', field, name);
  drawn('controller', {
    title: 'One event of the controller', x: 'peers', y: 'ns an event, both axes logarithmic',
    series: [line(byPeers, 'peers', 'ns', 'controller'), line(byPeers, 'peers', 'callbacksNs', 'five callbacks')],
  });
  drawn('records', {
    title: 'One record that changes, in a map of many', x: 'records in the map', y: 'µs a record, both axes logarithmic',
    series: ['merge', 'digest', 'survey'].map((name) => line(byRecords, 'records', name, name)),
  });
  drawn('memory', {
    title: 'What a connection holds of the server\'s memory', x: 'connections', y: 'KiB each, both axes logarithmic',
    series: [held('rawTls', 'rssKiB', 'raw RSS'), held('millrace', 'rssKiB', 'millrace RSS'),
      held('rawTls', 'heapKiB', 'raw heap'), held('millrace', 'heapKiB', 'millrace heap')],
  });
  drawn('setup', {
    title: 'One more connection, while there are many', x: 'connections that there are',
    y: 'µs of the server\'s CPU, both axes logarithmic',
    series: [held('rawTls', 'cpuUs', 'raw'), held('millrace', 'cpuUs', 'millrace')],
  });
};

const number = (value) => (value >= 100 ? String(Math.round(value)) : value.toFixed(1));

export const growth = async (terms, progress) => {
  const byPeers = await controllers(terms, progress);
  const byRecords = await records(terms, progress);
  const byConnections = await connections(terms, progress);
  draw({ byPeers, byRecords, byConnections });
  const markdown = ['## Growth', '',
    table(['peers', 'controller, ns an event', 'five callbacks, ns'],
      byPeers.map((row) => [row.peers, number(row.ns), number(row.callbacksNs)])), '',
    table(['records in the map', 'merge of one, µs', 'digest after it, µs', 'survey after it, µs'],
      byRecords.map((row) => [row.records, number(row.merge), number(row.digest), number(row.survey)])), '',
    table(['', 'connections', 'RSS KiB each', 'heap KiB each', 'server CPU µs for one more'], byConnections.map((row) =>
      [row.name, row.connections, number(row.rssKiB), number(row.heapKiB), number(row.cpuUs)])),
  ].join('\n');
  return { name: 'growth', byPeers, byRecords, byConnections, markdown };
};
