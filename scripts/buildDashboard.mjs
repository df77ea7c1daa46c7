// Builds dist/dashboard/, the page of a node, from lib/dashboard/: its script, the worker that lays out the map, and
// three files as they are. A folder without folders, since that is what a node serves.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const [FROM, TO] = ['lib/dashboard', 'dist/dashboard'];

export const buildDashboard = async () => {
  rmSync(TO, { recursive: true, force: true });
  mkdirSync(TO, { recursive: true });
  for (const file of ['index.html', 'app.css', 'dark.css']) copyFileSync(`${FROM}/${file}`, `${TO}/${file}`);
  await build({
    entryPoints: [`${FROM}/app.ts`, `${FROM}/worker.ts`],
    outdir: TO,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: ['es2022', 'chrome110', 'firefox115', 'safari16'],
    charset: 'utf8',
    logLevel: 'warning',
  });
};
