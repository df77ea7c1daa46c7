// Installs what only the benchmarks need, once, and again when the lock file has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STAMP = 'bench/node_modules/.install-stamp';
const wanted = createHash('sha256').update(readFileSync('bench/package-lock.json')).digest('hex');
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...args, 'ci', '--ignore-scripts'], { cwd: 'bench', stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
  writeFileSync(STAMP, wanted);
}
