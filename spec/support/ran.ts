// Runs Node on something, to its end.
import { spawn } from 'node:child_process';

export interface Ran {
  readonly code: number | null;
  /** What it said on both streams. */
  readonly output: string;
}

/** @param args to `node` itself */
export const ran = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env; // not mocha's own settings
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH, HOME } });
    let output = '';
    const add = (bytes: Buffer): void => void (output += bytes.toString());
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('close', (code) => resolve({ code, output }));
  });
