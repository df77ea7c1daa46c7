// Ten real processes, and what each of them says of the network: one map, proven, with edges that are there at both
// ends; without one that is killed, and with it again. `npm run bench:devnet -- 5` does it five times.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const BINARY = join(import.meta.dirname, '..', 'dist', 'bin', 'millrace.js');
const NODES = 10;
/** The goals: from the last change of the map to the proof of all, and from a death to the proof without it. */
const [PROVEN_MS_MAX, WITHOUT_MS_MAX] = [5_000, 10_000];
/** Far more than any of it takes: a process that hangs is told as such. */
const PATIENCE_MS = 60_000;
/** Each question is a process of its own, and there may be two cores. */
const AT_ONCE = 3;
const BYTES_MAX = 64 * 1_024 * 1_024;

const run = promisify(execFile);
const ask = async (folder, name, ...args) => {
  const all = [BINARY, ...args, '--data', join(folder, name)];
  const { stdout } = await run(process.execPath, all, { maxBuffer: BYTES_MAX });
  return stdout;
};

const each = async (all, work) => {
  const results = new Array(all.length);
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < all.length) {
      const at = next++;
      results[at] = await work(all[at]);
    }
  }));
  return results;
};

/** Starts a program, and resolves with what it says: a line of it at a time, until one is wanted. */
const started = (args, isWanted) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BINARY, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = [];
    let rest = '';
    child.stdout.on('data', (bytes) => {
      const parts = (rest + bytes).split('\n');
      rest = parts.pop();
      for (const line of parts) {
        lines.push(line);
        if (isWanted(line)) resolve({ child, lines });
      }
    });
    child.once('exit', (code) => reject(new Error(`${args[0]} has ended with ${code}: ${lines.join('\n')}`)));
  });

const ended = (child, signal) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', resolve);
    child.kill(signal);
  });

const same = (values) => new Set(values.map((value) => JSON.stringify(value))).size === 1;
const edgeOf = ({ tail, head }) => `${tail} ${head}`;

/** What is wrong with what they say; nothing: they agree on just these nodes, and the edges are there. */
const complaints = (ids, views, peers) => {
  const wrong = [];
  const [{ nodes, edges }] = views;
  if (!same(views.map(({ digest }) => digest))) wrong.push('the digests differ');
  if (!same(views.map((view) => view.nodes.map(({ id, verdict }) => [id, verdict])))) wrong.push('the nodes differ');
  if (!same(views.map((view) => view.edges.map(edgeOf)))) wrong.push('the edges differ');
  if (!same([nodes.map(({ id }) => id).sort(), [...ids].sort()])) {
    wrong.push(`${nodes.length} nodes, and not just the ${ids.length}`);
  }
  const unproven = views.filter(({ agreement }) => !agreement.proven).length;
  if (unproven > 0) wrong.push(`${unproven} have not proven it`);
  const links = new Map(ids.map((id, at) => [id, peers[at].filter(({ phase }) => phase === 'alive')]));
  const hasLink = (own, direction, other) =>
    links.get(own)?.some((link) => link.direction === direction && link.id === other) === true;
  for (const { tail, head } of edges) {
    if (!hasLink(tail, 'out', head)) wrong.push(`${tail} does not show its edge to ${head}`);
    if (!hasLink(head, 'in', tail)) wrong.push(`${head} does not show the edge from ${tail}`);
  }
  return wrong;
};

/** Asks all until nothing is wrong. */
const agreed = async (folder, members) => {
  const until = Date.now() + PATIENCE_MS;
  const ids = members.map(({ id }) => id);
  for (;;) {
    const views = await each(members, async ({ name }) =>
      JSON.parse(await ask(folder, name, 'network', '--format', 'json')));
    const peers = await each(members, async ({ name }) => JSON.parse(await ask(folder, name, 'peers', '--json')));
    const wrong = complaints(ids, views, peers);
    if (wrong.length === 0) return views;
    if (Date.now() > until) throw new Error(`${ids.length} nodes do not agree: ${wrong.slice(0, 5).join('; ')}`);
    await wait(200);
  }
};

const TOLD = 'agreement-proven,record-issued,attestation-issued';

/** What each of them has told since then. */
const told = (folder, members, since) => each(members, async ({ name }) => {
  const flags = ['--past', '--json', '--since', new Date(since).toISOString(), '--type', TOLD];
  const text = await ask(folder, name, 'events', ...flags);
  return text.split('\n').filter(Boolean)
    .map((line) => JSON.parse(line))
    .map((one) => ({ ...one, at: Date.parse(one.at) }));
});

/** From the last change of what they agree on until the last of them proved it. */
const sinceLastChange = (views, events) => {
  const [{ digest }] = views;
  const proven = events.map((all) =>
    all.filter((one) => one.type === 'agreement-proven' && one.digest === digest).at(-1)?.at ?? Infinity);
  const changed = events.flatMap((all) => all.filter(({ type }) => type !== 'agreement-proven').map(({ at }) => at));
  return Math.max(...proven) - Math.max(...changed);
};

/** Until all of them had first proven one map with so many nodes. */
const firstProof = (events, nodes, since) => {
  const times = new Map();
  events.forEach((all, at) => {
    for (const one of all) {
      if (one.type !== 'agreement-proven' || one.nodes !== nodes || one.at < since) continue;
      const known = times.get(one.digest) ?? new Map();
      if (!known.has(at)) known.set(at, one.at);
      times.set(one.digest, known);
    }
  });
  const whole = [...times.values()].filter((known) => known.size === events.length);
  return Math.min(Infinity, ...whole.map((known) => Math.max(...known.values()))) - since;
};

/** What they agree on once nobody has changed anything since: a network that has just begun goes on dialling. */
const settled = async (folder, members, begun) => {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const views = await agreed(folder, members);
    const events = await told(folder, members, begun);
    const provenMs = sinceLastChange(views, events);
    if (provenMs >= 0) return { events, edges: views[0].edges, provenMs };
    if (Date.now() > until) throw new Error(`${members.length} nodes go on changing what they agree on`);
  }
};

const once = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-devnet-'));
  const begun = Date.now();
  const devnet = await started(
    ['devnet', '--nodes', String(NODES), '--json', '--data', folder], (line) => line.includes('"event":"converged"'));
  let again;
  try {
    const members = devnet.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'ready');
    const { events, edges, provenMs } = await settled(folder, members, begun);
    const convergedMs = firstProof(events, NODES, begun);

    const victim = members.at(-1);
    const others = members.slice(0, -1);
    const killedAt = Date.now();
    process.kill(victim.pid, 'SIGKILL');
    await agreed(folder, others);
    const withoutMs = firstProof(await told(folder, others, killedAt), NODES - 1, killedAt);

    // its kernel goes on opening its port, so that it takes silence to find it out
    const sleeper = others.at(-1);
    const stoppedAt = Date.now();
    process.kill(sleeper.pid, 'SIGSTOP');
    const awake = others.slice(0, -1);
    await agreed(folder, awake);
    const stoppedMs = firstProof(await told(folder, awake, stoppedAt), NODES - 2, stoppedAt);
    const continuedAt = Date.now();
    process.kill(sleeper.pid, 'SIGCONT');
    await agreed(folder, others);
    const continuedMs = firstProof(await told(folder, others, continuedAt), NODES - 1, continuedAt);

    const startedAt = Date.now();
    const { name, address } = victim;
    again = await started(
      ['start', '--http', 'off', '--label', name, '--listen', address, '--data', join(folder, name)],
      (line) => line.startsWith('ready '));
    await agreed(folder, members);
    const backMs = firstProof(await told(folder, members, startedAt), NODES, startedAt);
    return { edges: edges.length, convergedMs, provenMs, withoutMs, stoppedMs, continuedMs, backMs };
  } finally {
    if (again !== undefined) await ended(again.child, 'SIGTERM');
    await ended(devnet.child, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
};

const COLUMNS = ['edges', 'convergedMs', 'provenMs', 'withoutMs', 'stoppedMs', 'continuedMs', 'backMs'];
const times = Number(process.argv[2] ?? 1);
if (!Number.isInteger(times) || times < 1) {
  process.stderr.write(`bench:devnet: "${process.argv[2]}" times; it is a number from 1 on\n`);
  process.exit(2);
}
const HEADS = [
  'run', 'edges', 'start until all proved ten nodes, ms',
  `last change until all proved it, ms (goal ≤ ${PROVEN_MS_MAX})`,
  `kill -9 until nine proved nine, ms (goal < ${WITHOUT_MS_MAX})`,
  `another stopped until eight proved eight, ms (goal < ${WITHOUT_MS_MAX})`, 'it goes on until nine proved nine, ms',
  'restart until ten proved ten, ms',
];
const row = (cells) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
row(HEADS);
row(HEADS.map(() => '---'));
for (let at = 1; at <= times; at++) {
  const figures = await once();
  row([at, ...COLUMNS.map((name) => figures[name])]);
  const { provenMs, withoutMs, stoppedMs } = figures;
  if (provenMs > PROVEN_MS_MAX || Math.max(withoutMs, stoppedMs) >= WITHOUT_MS_MAX) process.exitCode = 1;
}
