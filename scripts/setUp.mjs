// Makes a fresh clone ready: installs when the lock file says so, then builds dist/. Quick when nothing changed.
// Its own words go to stderr, so that `npm start --silent -- ... --json | jq` stays clean.
import { installWhenStale } from './install.mjs';

try {
  await installWhenStale();
  const { buildWhenStale } = await import('./build.mjs'); // imports esbuild, which is there only now
  await buildWhenStale();
} catch (error) {
  process.stderr.write(`millrace: ${error.message}\n`);
  process.exit(1);
}
