// Records a devnet of five with a kill, a restart, a drop and a ban, and keeps the first node's log as what every
// version of Node must replay: node scripts/recordVector.mjs. Needed again whenever a policy or reducer does otherwise.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildWhenStale } from './build.mjs';

const BINARY = join(import.meta.dirname, '..', 'dist', 'bin', 'millrace.js');
const VECTOR = join(import.meta.dirname, '..', 'spec', 'recording', 'vectors', 'devnet.ndjson');

await buildWhenStale();
const folder = mkdtempSync(join(tmpdir(), 'millrace-vector-'));
const running = new Map();

/** In the folder, so that no path of this machine comes into the log. */
const start = (name, ...flags) =>
  new Promise((resolve, reject) => {
    const args = ['start', '--data', name, '--label', name, '--http', 'off', '--record', `${name}.log`, ...flags];
    const child = spawn(process.execPath, [BINARY, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    running.set(name, child);
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const [, id, address] = /^ready (\S+) listening on (\S+) /.exec(said) ?? [];
      if (id !== undefined) resolve({ id, address });
    });
    child.once('exit', () => reject(new Error(`${name} has ended: ${said}`)));
  });
const end = (name, signal) =>
  new Promise((resolve) => {
    running.get(name).once('exit', resolve);
    running.get(name).kill(signal);
  });
const order = (...args) =>
  spawnSync(process.execPath, [BINARY, ...args, '--data', 'node-1'], { cwd: folder, stdio: 'inherit' });

try {
  const first = await start('node-1');
  const others = {};
  for (const name of ['node-2', 'node-3', 'node-4', 'node-5']) {
    others[name] = await start(name, '--peer', first.address);
  }
  await wait(4_000);
  await end('node-3', 'SIGKILL');
  await wait(1_000);
  order('drop', others['node-2'].id);
  order('ban', others['node-5'].id, '--for', '4s', '--reason', 'floods');
  await wait(2_000);
  await start('node-3', '--listen', others['node-3'].address);
  order('dial', '127.0.0.1:9');
  await wait(5_000);
  await end('node-1', 'SIGTERM');
  const replayed = spawnSync(process.execPath, [BINARY, 'replay', 'node-1.log'], { cwd: folder, encoding: 'utf8' });
  process.stdout.write(replayed.stdout + replayed.stderr);
  if (replayed.status !== 0) throw new Error('the log does not replay to the same commands');
  copyFileSync(join(folder, 'node-1.log'), VECTOR);
} finally {
  for (const child of running.values()) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
