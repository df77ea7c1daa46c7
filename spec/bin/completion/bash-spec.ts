// Completion as bash does it: the script is sourced by a real bash, and asked as a press of the key asks it.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { completionScript, SHELLS } from '../../../lib/bin/completion/scripts.ts';
import { millrace, reportWhen, startedNode, temporaryFolders, type Node } from '../../support/cli.ts';

const folders = temporaryFolders();
const hasBash = ((): boolean => {
  try {
    execFileSync('bash', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

/** Prints what the word under the cursor, at the end of the line, may become. */
const PRESS = `
source "$1/millrace.bash"
COMP_LINE=$2
COMP_POINT=\${#COMP_LINE}
COMPREPLY=()
_millrace millrace
printf '%s\\n' "\${COMPREPLY[@]}"
`;

describe('completion in bash', function () {
  this.timeout(30_000);
  const nodes: Node[] = [];
  let home = '';
  before(function () {
    if (!hasBash) this.skip(); // there is no bash on this machine
    home = folders.make();
    mkdirSync(join(home, 'bin'));
    const binary = join(home, 'bin', 'millrace');
    writeFileSync(binary, `#!/bin/sh\nexec "${process.execPath}" "${resolve('dist/bin/millrace.js')}" "$@"\n`);
    chmodSync(binary, 0o755);
    writeFileSync(join(home, 'millrace.bash'), completionScript('bash'));
  });
  afterEach(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.end('SIGKILL')));
  });
  after(() => folders.removeAll());

  const pressed = async (line: string): Promise<readonly string[]> => {
    const PATH = `${join(home, 'bin')}:${process.env['PATH'] ?? ''}`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', PRESS, 'bash', home, line],
      { cwd: home, env: { PATH } });
    expect(stderr).to.equal('');
    return stdout.split('\n').filter((word) => word !== '');
  };

  it('completes commands, flags and choices', async () => {
    expect(await pressed('millrace sta')).to.deep.equal(['start', 'status']);
    expect(await pressed('millrace network --fo')).to.deep.equal(['--format']);
    expect(await pressed('millrace network --format=gra')).to.deep.equal(['graphml']);
    expect(await pressed('millrace config ')).to.include.members(['check', 'schema', 'print']);
  });

  it('completes what a running node knows: connections, nodes, addresses and bans', async () => {
    const first = await startedNode(folders.make(), '--label', 'first');
    nodes.push(first);
    const second = await startedNode(folders.make(), '--label', 'second', '--peer', first.address);
    nodes.push(second);
    const report = await reportWhen(second.data, ({ outgoing }) => outgoing.length === 1);
    await millrace('ban', '2001:db8::7', '--data', second.data);
    const data = `--data ${second.data}`;
    expect(await pressed(`millrace why ${data} out`)).to.deep.equal([report.outgoing[0]?.peer]);
    expect(await pressed(`millrace why ${data} ${first.id.slice(0, 5)}`)).to.deep.equal([first.id]);
    expect(await pressed(`millrace why ${data} 127`)).to.deep.equal([first.address]);
    const port = first.address.split(':')[1] ?? '';
    const behind = await pressed(`millrace why ${data} 127.0.0.1:${port.slice(0, 2)}`);
    expect(behind).to.deep.equal([port]); // bash has kept what is before the colon
    expect(await pressed(`millrace unban ${data} `)).to.deep.equal(['2001:db8::7']);
    expect(await pressed(`millrace drop --data ${first.data} in`)).to.have.length(1);
  });

  it('completes files and folders', async () => {
    writeFileSync(join(home, 'node one.yaml'), '');
    expect(await pressed('millrace start --config no')).to.deep.equal(['node one.yaml']);
    expect(await pressed('millrace status --data b')).to.deep.equal(['bin']);
  });

  it('runs nothing of what was typed', async () => {
    await pressed('millrace why --data $(touch$IFS"touched") `touch touched`;touch touched ');
    await pressed('millrace why $(touch touched)');
    expect(await pressed('millrace status --data tou')).to.deep.equal([]);
  });

  it('gives each shell a script that bash or its own shell can read', async () => {
    for (const shell of SHELLS) {
      const { stdout, code } = await millrace('completion', shell);
      expect([stdout, code]).to.deep.equal([completionScript(shell), 0]);
      const json = await millrace('completion', shell, '--json');
      expect(JSON.parse(json.stdout)).to.deep.equal({ shell, script: completionScript(shell) });
    }
    await promisify(execFile)('bash', ['-n', join(home, 'millrace.bash')]);
    const twice = `set -u; source "$1/millrace.bash"; source "$1/millrace.bash"`;
    await promisify(execFile)('bash', ['--norc', '-c', twice, 'bash', home]);
  });
});
