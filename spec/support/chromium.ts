// A headless Chromium for specs: the machine's own, or the one that comes in an npm package, unpacked once.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = '/usr/bin/chromium';

/** Nothing that looks for anybody outside, and nothing that needs a graphics card. */
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

interface Chromium {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The package unpacks itself into the temporary folder of its process, and its shared libraries only where it takes the
 * machine for a cloud's, which lacks them: both are said by the environment, so it is given a process of its own.
 */
const unpackInto = (folder: string): Promise<unknown> =>
  promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"],
    { env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' } },
  );

/** The machine's fonts, and one for a machine that has none. */
const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;

/** Unpacked beside and then renamed: whoever finds the folder finds all of it. */
const unpacked = async (): Promise<string> => {
  const manifest = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../../package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(tmpdir(), `millrace-chromium-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(folder)) return folder;
  const beside = mkdtempSync(`${folder}-`);
  await unpackInto(beside);
  writeFileSync(join(beside, 'fonts.conf'), fontsConf(folder));
  try {
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another process was quicker
  }
  return folder;
};

const found = async (): Promise<Chromium> => {
  if (existsSync(SYSTEM)) return { path: SYSTEM, env: {} };
  const folder = await unpacked();
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
};

/** Started; who starts it closes it. */
export const startedChromium = async (): Promise<Browser> => {
  const { path, env } = await found();
  const { PATH = '', HOME = tmpdir() } = process.env;
  return chromium.launch({ executablePath: path, args: FLAGS, env: { PATH, HOME, ...env } });
};
