// Runs one half of the specs: those that start processes, listen on sockets or open a browser, or all others. The two run
// side by side, since either leaves a core idle for half of the time. Settings are those of .mocharc.json.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const OUTSIDE = /^spec\/(attacks|bin|dashboard|deploy|docs|store|transports)\//;
/** Made of what the specs of policies and guards have drawn, so it runs where they do. */
const WITH_DRAWINGS = 'spec/docs/policies-spec.ts';

const { import: imports, extensions, require: required, timeout } = JSON.parse(readFileSync('.mocharc.json', 'utf8'));
const isOutside = (file) => OUTSIDE.test(file) && file !== WITH_DRAWINGS;
const [half] = process.argv.slice(2);
if (half !== 'outside' && half !== 'inside') throw new TypeError(`which half? outside or inside, not ${half}`);

const files = readdirSync('spec', { recursive: true }).map((file) => `spec/${file.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('-spec.ts')).sort()
  .filter((file) => isOutside(file) === (half === 'outside'));
const { status } = spawnSync(process.execPath, [
  ...imports.map((one) => `--import=${one}`),
  'node_modules/mocha/lib/cli/cli.js', '--no-config',
  ...extensions.flatMap((one) => ['--extension', one]),
  ...required.flatMap((one) => ['--require', one]),
  '--timeout', String(timeout), ...files,
], { stdio: 'inherit' });
process.exitCode = status ?? 1;
