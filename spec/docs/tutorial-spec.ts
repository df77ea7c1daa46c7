// The tutorial, done as it says: three processes that chat, one that asks another, and its tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { expect } from 'chai';
import { pasted, type Pasted } from '../support/pasted.ts';
import { ran } from '../support/ran.ts';

interface Terminal {
  /** Types a line. */
  type(line: string): void;
  /** The first line that matches, when it is there. */
  says(pattern: RegExp): Promise<string>;
  /** Ctrl-C, and its exit code. */
  interrupt(): Promise<number | null>;
}

const terminals: { readonly child: ChildProcess; readonly ended: Promise<number | null> }[] = [];

/** One terminal of the tutorial. */
const terminal = (folder: string, ...args: readonly string[]): Terminal => {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  const add = (bytes: Buffer): void => void (output += bytes.toString());
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  terminals.push({ child, ended });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = output.split('\n').slice(0, -1).find((one) => pattern.test(one));
        if (line !== undefined) resolve(line);
      };
      look();
      child.stdout.on('data', look);
      void ended.then((code) => reject(new Error(`ended with ${code} before ${String(pattern)}:\n${output}`)));
    });
  const interrupt = (): Promise<number | null> => {
    child.kill('SIGINT');
    return ended;
  };
  return { says, interrupt, type: (line) => void child.stdin.write(`${line}\n`) };
};

describe('docs/tutorial.md', function () {
  this.timeout(40_000);
  let page: Pasted;
  before(() => (page = pasted('docs/tutorial.md')));
  afterEach(() => Promise.all(terminals.splice(0).map(({ child, ended }) => {
    child.kill('SIGKILL');
    return ended;
  })));
  after(() => page.remove());

  /** A node of the tutorial; where it listens, too. */
  const joined = async (...args: readonly string[]): Promise<Terminal & { readonly address: string }> => {
    const begun = terminal(page.folder, ...args);
    const said = await begun.says(/^listening on /);
    return { ...begun, address: said.replace('listening on ', '') };
  };

  it('chats among three, of whom two were told of one alone, and goes on without that one', async () => {
    const anna = await joined('chat.js', 'anna', '127.0.0.1:0');
    const bela = await joined('chat.js', 'bela', '127.0.0.1:0', anna.address);
    const cleo = await joined('chat.js', 'cleo', '127.0.0.1:0', anna.address);
    await Promise.all([anna, bela, cleo].map((one) => one.says(/^all 3 of us hold one map$/)));
    anna.type('good morning');
    await Promise.all([bela, cleo].map((one) => one.says(/^anna: good morning$/)));
    expect(await anna.interrupt()).to.equal(0);
    await Promise.all([bela, cleo].map((one) => one.says(/^all 2 of us hold one map$/)));
    cleo.type('she is gone');
    await bela.says(/^cleo: she is gone$/);
    expect(await bela.interrupt()).to.equal(0);
    expect(await cleo.interrupt()).to.equal(0);
  });

  it('asks one node, over the connection that was dialled and over no other', async () => {
    const head = await joined('clock.js');
    const tail = await joined('clock.js', '127.0.0.1:0', head.address);
    await tail.says(/^out-\d+ has \d{4}-\d\d-\d\dT/);
    await head.says(/^in-1 cannot be asked: /);
  });

  it('has tests that pass, of its rule alone and in a network', async () => {
    const files = ['quiet.test.js', 'among.test.js'].map((name) => page.path(name));
    const mocha = ['node_modules/mocha/bin/mocha.js', '--no-config', '--timeout', '20000'];
    const { code, output } = await ran(...mocha, ...files);
    expect(output).to.contain('2 passing');
    expect(code).to.equal(0);
  });

  it('gives its rule to a node', async () => {
    const { net } = await page.module<{ net: { readonly id: string } }>('quietNode.js');
    expect(net.id).to.match(/^[a-z2-7]{32}$/);
  });
});
