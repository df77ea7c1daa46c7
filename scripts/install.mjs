// Installs the dependencies when node_modules is missing or was made from another lock file.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { exclusively } from './lock.mjs';

const STAMP = 'node_modules/.install-stamp';

/** The platform is part of it, since esbuild is a native program; Node's version is not: nothing here is built for one. */
const wanted = () =>
  createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');

const isFresh = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted();

const install = () => {
  process.stderr.write('millrace: installing dependencies (once)\n');
  const npm = process.env.npm_execpath;
  const run = npm
    ? spawnSync(process.execPath, [npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] })
    : spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (run.status !== 0) throw new Error(`npm ci failed (exit ${run.status ?? run.signal}); what it said is above`);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(STAMP, wanted());
};

export const installWhenStale = async () => {
  if (isFresh()) return;
  await exclusively('.install-lock', () => {
    if (!isFresh()) install(); // whoever held the lock may have done it
  });
};
