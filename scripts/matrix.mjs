// Runs specs on other versions of Node, which come from npm as plain binaries: npm run test:matrix [-- spec ...]
// Nothing of it is in the repository or in `npm test`; the binaries stay in the system's temporary folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VERSIONS = [22, 24];
/** What must be the same everywhere. */
const SPECS = ['spec/recording/**/*-spec.ts', 'spec/shadow-spec.ts', 'spec/bin/replay-spec.ts'];

const say = (text) => process.stderr.write(`matrix: ${text}\n`);

/** The package holds one binary and needs no install script: with one, a cautious npm would run this Node instead. */
const install = (version) => {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(tmpdir(), 'millrace-matrix', String(version));
  const node = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    say(`installing ${name}@${version}`);
    mkdirSync(folder, { recursive: true });
    const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--prefix', folder];
    const shell = process.platform === 'win32';
    const args = ['install', ...flags, `${name}@${version}`];
    const { status } = spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell });
    if (status !== 0) throw new Error(`npm could not install ${name}@${version}`);
  }
  const { stdout } = spawnSync(node, ['--print', 'process.version'], { encoding: 'utf8' });
  const is = (stdout ?? '').trim();
  if (!is.startsWith(`v${version}.`)) throw new Error(`${node} is ${is || 'no Node'}, wanted ${version}`);
  return { node, is };
};

const run = (node, specs) =>
  spawnSync(
    node,
    [
      'node_modules/mocha/bin/mocha.js', '--no-config', '--extension', 'ts', '--timeout', '20000',
      '--require', './spec/support/setUp.ts', '--require', './spec/support/leaks.ts', ...specs,
    ],
    { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '--import=tsx' } },
  ).status;

/** A simulated run gives the same trace everywhere. */
const traces = (node) => {
  const { status, stdout } = spawnSync(node, ['scripts/traces.mjs'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  if (status !== 0) throw new Error(`scripts/traces.mjs ended with ${status}`);
  return stdout;
};

const agree = (node, expected) => {
  const found = traces(node);
  if (found === expected) return true;
  say(`simulated runs differ:\n${found}here they were:\n${expected}`);
  return false;
};

const given = process.argv.slice(2);
const expected = given.length > 0 ? undefined : traces(process.execPath);
let failed = 0;
for (const version of VERSIONS) {
  try {
    const { node, is } = install(version);
    say(`Node ${is}`);
    const isSame = expected === undefined || agree(node, expected);
    if (run(node, given.length > 0 ? given : SPECS) !== 0 || !isSame) failed += 1;
  } catch (error) {
    say(error.message);
    failed += 1;
  }
}
say(failed === 0 ? 'all versions agree' : `${failed} of ${VERSIONS.length} failed`);
process.exitCode = failed === 0 ? 0 : 1;
