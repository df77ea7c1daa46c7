// Where the built dashboard is: beside the program, or in dist/ where it runs from source.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PLACES = ['../dashboard', '../../dist/dashboard'] as const;

/** `undefined` when it has not been built. */
export const dashboardFolder = (): string | undefined =>
  PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(`${folder}/index.html`));
