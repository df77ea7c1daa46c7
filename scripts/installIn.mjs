// Installs what only one folder needs (bench/, docs/), once, and again when its lock file has changed. With `--optional`
// it goes on when that fails, for instance without a network: what is not there is not measured.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [folder, optional] = process.argv.slice(2);
const stamp = `${folder}/node_modules/.install-stamp`;
const wanted = createHash('sha256').update(readFileSync(`${folder}/package-lock.json`)).digest('hex');
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  // npm hands the strictness of the root on; what is measured beside us may ask for a newer Node than it needs
  const flags = ['ci', '--ignore-scripts', '--no-engine-strict'];
  const { status } = spawnSync(command, [...args, ...flags], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status === 0) writeFileSync(stamp, wanted);
  else if (optional === '--optional') console.error(`${folder}: not all could be installed, going on without`);
  else process.exit(1);
}
