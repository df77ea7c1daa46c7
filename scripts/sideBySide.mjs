// Runs several of the package's scripts at once, and fails when one of them does. What the last one says is shown as it
// says it; what the others have said, when they are done.
import { spawn } from 'node:child_process';

const npm = process.env.npm_execpath;
const scripts = process.argv.slice(2);

const run = (script, at) =>
  new Promise((resolve) => {
    const args = ['run', '--silent', script];
    const [command, ...more] = npm ? [process.execPath, npm, ...args] : ['npm', ...args];
    const isLast = at === scripts.length - 1;
    const child = spawn(command, more, { stdio: isLast ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    const said = [];
    for (const stream of isLast ? [] : [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
    child.once('error', () => resolve(1));
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });

const codes = await Promise.all(scripts.map(run));
process.exitCode = codes.find((code) => code !== 0) ?? 0;
