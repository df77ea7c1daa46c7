// A user's own policy in a simulated network, as from a shell: it is caught, made small, and the command does it again.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import type { SimulationResult } from '../../lib/testing/index.ts';
import { shellWord } from '../../lib/bin/shellWord.ts';
import { millrace, temporaryFolders } from '../support/cli.ts';

const folders = temporaryFolders();

/** Dials again at once, for ever. */
const IMPATIENT = `
import { dial, issue, on } from 'millrace';
import { pipe } from 'rxjs';
export const policies = {
  redial: pipe(on('peer-closed'), issue(({ event }) => (event.direction === 'out' ? [dial(event.address)] : []))),
};`;

const written = (name: string, text: string): string => {
  const folder = folders.make();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('.'), join(folder, 'node_modules', 'millrace'), 'junction');
  symlinkSync(resolve('node_modules/rxjs'), join(folder, 'node_modules', 'rxjs'), 'junction');
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** What a shell makes of a printed command. */
const words = (command: string): readonly string[] =>
  execFileSync('/bin/sh', ['-c', `for word in ${command}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8' })
    .trimEnd().split('\n').slice(1);

const RULE = 'I12 dials to an address are paced';

describe('millrace simulate', function () {
  this.timeout(60_000);

  it('catches a policy that dials again at once, makes it small, and prints a command that does it again', async () => {
    const file = written('my policy.mjs', IMPATIENT);
    const run = ['--nodes', '10', '--seed', '3', '--for', '45s', '--faults', 'crash,churn'];
    const { code, stdout } = await millrace('simulate', ...run, '--policy', file);
    expect(code, stdout).to.equal(1);
    expect(stdout).to.include('made smaller in ').and.to.include(RULE);
    const command = stdout.slice(stdout.lastIndexOf('again:')).split('\n')[1]?.trim() ?? '';
    expect(command).to.match(/^millrace simulate --nodes [2-5] --seed 3 --for 45s --faults crash --only crash-\d /);
    const again = await millrace(...words(command), '--json');
    expect(again.code).to.equal(1);
    const { violations, traceHash } = JSON.parse(again.stdout) as SimulationResult;
    expect(violations.map(({ invariant }) => invariant)).to.include(RULE);
    expect((JSON.parse((await millrace(...words(command), '--json')).stdout) as SimulationResult).traceHash)
      .to.equal(traceHash);
  });

  it('goes on from where a recorded node stopped', async () => {
    const log = 'spec/recording/vectors/devnet.ndjson';
    const { code, stdout } = await millrace('simulate', '--from', log, '--for', '30s', '--faults', 'none', '--json');
    const { nodes, violations, convergedMs } = JSON.parse(stdout) as SimulationResult;
    expect([code, violations]).to.deep.equal([0, []]);
    expect(nodes).to.be.above(1);
    expect(convergedMs).to.be.a('number');
  });

  it('puts what a shell would take apart into quotes', () => {
    for (const word of ['run.log', 'my policy.mjs', "it's", '$HOME/a', 'a\\b', '*']) {
      expect(words(`millrace ${shellWord(word)}`), word).to.deep.equal([word]);
    }
    expect(shellWord('logs/run-1.log')).to.equal('logs/run-1.log');
  });
});
