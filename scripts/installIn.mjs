// Installs what only one folder needs (bench/, docs/), once, and again when its lock file has changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [folder] = process.argv.slice(2);
const stamp = `${folder}/node_modules/.install-stamp`;
const wanted = createHash('sha256').update(readFileSync(`${folder}/package-lock.json`)).digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status } = spawnSync(command, [...args, 'ci', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(1);
  writeFileSync(stamp, wanted);
}
