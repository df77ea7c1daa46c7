// The files of the dashboard, read once: what is served is what was there at the start, under names that are known.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from './answer.ts';

/** The whole of it is a few hundred kilobytes; somebody's home folder is not. */
const FILES_MAX = 64;
const FILES_BYTES_MAX = 8_388_608;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json; charset=utf-8',
};

/** No dot in front, one at least inside, and nothing that a URL would have to escape. */
const NAME = /^[a-z0-9_-][a-z0-9._-]*\.([a-z0-9]+)$/i;

const PLAIN = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Millrace</title></head>
<body><h1>Millrace</h1><p>The dashboard is not built. What this node shows:</p><ul>
${['/status', '/peers', '/network', '/network.svg', '/network.dot', '/events', '/healthy', '/ready']
  .map((path) => `<li><a href="${path}">${path}</a></li>`).join('\n')}
<li>/why/SUBJECT</li></ul></body></html>
`;

const asAnswer = (body: string | Uint8Array, type: string): Answer =>
  ({ status: 200, type, body, headers: { 'cache-control': 'no-cache' } });

/**
 * @param folder flat: names of letters, digits, `.`, `_` and `-`; `index.html` is `/`. Undefined: a plain page
 * @returns by path
 * @throws Error when the folder cannot be read, or holds more than a dashboard does
 */
export const dashboardFiles = (folder: string | undefined): ReadonlyMap<string, Answer> => {
  const files = new Map<string, Answer>([['/', asAnswer(PLAIN, TYPES['html'] ?? '')]]);
  if (folder === undefined) return files;
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const type = TYPES[NAME.exec(entry.name)?.[1]?.toLowerCase() ?? ''];
    if (!entry.isFile() || type === undefined) continue;
    const body = readFileSync(join(folder, entry.name));
    bytes += body.length;
    if (files.size >= FILES_MAX || bytes > FILES_BYTES_MAX) {
      throw new Error(`${folder}: ${files.size} files of ${bytes} bytes, limit ${FILES_MAX} of ${FILES_BYTES_MAX}`);
    }
    files.set(entry.name === 'index.html' ? '/' : `/${entry.name}`, asAnswer(body, type));
  }
  return files;
};
