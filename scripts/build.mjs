// Builds dist/ from lib/ when a source changed. Types are checked elsewhere (npm test, npm run build).
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { buildDashboard } from './buildDashboard.mjs';
import { compiledSchemas } from './compiledSchemas.mjs';
import { exclusively } from './lock.mjs';

const STAMP = 'dist/.build-stamp';
const SCRIPTS = ['build', 'buildDashboard', 'compiledSchemas'];

const sources = () =>
  ['lib', 'schema'] // lib/ imports schemas
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();

const wanted = () => {
  const hash = createHash('sha256').update(readFileSync('package.json'));
  for (const name of SCRIPTS) hash.update(readFileSync(`scripts/${name}.mjs`));
  for (const file of sources()) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
};

const isFresh = (stamp) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp;

export const buildWhenStale = async () => {
  const stamp = wanted();
  if (isFresh(stamp)) return;
  await exclusively('.build-lock', async () => {
    if (isFresh(stamp)) return;
    mkdirSync('dist', { recursive: true });
    rmSync(STAMP, { force: true }); // a build that is cut off must not look whole
    const dashboard = buildDashboard();
    await build({
      entryPoints: ['lib/index.ts', 'lib/testing/index.ts', 'lib/bin/millrace.ts'],
      outdir: 'dist',
      bundle: true,
      splitting: true, // the binary and the library share one copy of every module
      packages: 'external',
      plugins: [compiledSchemas],
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: true,
      chunkNames: 'chunks/[name]-[hash]',
      logLevel: 'warning',
    });
    await dashboard;
    writeFileSync(STAMP, stamp);
  });
};
