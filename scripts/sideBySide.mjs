// Runs several of the package's scripts at once, and fails when one of them does.
import { spawn } from 'node:child_process';

const npm = process.env.npm_execpath;

const run = (script) =>
  new Promise((resolve) => {
    const args = ['run', '--silent', script];
    const child = npm
      ? spawn(process.execPath, [npm, ...args], { stdio: 'inherit' })
      : spawn('npm', args, { stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });

const codes = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = codes.find((code) => code !== 0) ?? 0;
