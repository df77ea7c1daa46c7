// A node that writes down its run, and what the command line makes of that.
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Report } from '../../lib/status/statusReport.ts';
import { millrace, reportWhen, startedNode, temporaryFolders, type Node } from '../support/cli.ts';

const folders = temporaryFolders();

const isConnectedTo = (id: string) => ({ incoming, outgoing }: Report): boolean =>
  [...incoming, ...outgoing].some((edge) => edge.id === id);

interface ReplayJson {
  readonly commands: number;
  readonly same: boolean;
  readonly firstDifference?: { readonly number: number; readonly what: string };
  readonly isCut: boolean;
  readonly policy?: { readonly same: number; readonly onlyLive: number; readonly onlyCandidate: number;
    readonly exactUntil?: string; readonly differences: readonly unknown[] };
}

const replayed = async (...args: readonly string[]): Promise<readonly [number | null, ReplayJson]> => {
  const { code, stdout, stderr } = await millrace('replay', '--json', ...args);
  if (stdout === '') throw new Error(stderr);
  return [code, JSON.parse(stdout) as ReplayJson];
};

describe('a recorded node', function () {
  this.timeout(60_000);
  const nodes: Node[] = [];
  let log = '';
  let folder = '';
  const started = async (name: string, ...args: readonly string[]): Promise<Node> => {
    const node = await startedNode(join(folder, name), '--label', name, ...args);
    nodes.push(node);
    return node;
  };

  /** Two come, one is killed, the other one is banned; and there is an address where nobody is. */
  before(async () => {
    folder = folders.make();
    log = join(folder, 'logs', 'run.log');
    const node = await started('north', '--record', log);
    const killed = await started('killed', '--peer', node.address);
    const banned = await started('banned', '--peer', node.address);
    await reportWhen(node.data, (report) => isConnectedTo(killed.id)(report) && isConnectedTo(banned.id)(report));
    await millrace('ban', banned.id, '--for', '1h', '--reason', 'floods Bobs garden', '--data', node.data);
    await reportWhen(node.data, (report) => !isConnectedTo(banned.id)(report));
    await killed.end('SIGKILL');
    await reportWhen(node.data, (report) => !isConnectedTo(killed.id)(report));
    await millrace('dial', '127.0.0.1:9', '--data', node.data);
    await node.end('SIGTERM');
    await banned.end('SIGTERM');
  });
  after(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.end('SIGKILL')));
    folders.removeAll();
  });

  const copied = (name: string, change: (text: string) => string): string => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(log, 'utf8')));
    return file;
  };

  it('replays to the same commands', async () => {
    const [code, { commands, same, isCut }] = await replayed(log);
    const issued = readFileSync(log, 'utf8').split('\n').filter((line) => line.startsWith('["c"'));
    expect([code, commands, same, isCut]).to.deep.equal([0, issued.length, true, false]);
    expect(commands).to.be.greaterThan(10);
    const { stdout } = await millrace('replay', log);
    expect(stdout).to.match(/^node \S+ \(north\), \S+Z to \S+Z: \d+ commands, the same as recorded\n$/);
  });

  it('is found out when one command in the log was flipped, with what led to either', async () => {
    const flipped = copied('flipped.log', (text) => text.replace(/\["c",(\d+),"operator",(\d+),\{"type":"ban"/,
      '["c",$1,"operator",$2,{"type":"unban"'));
    const { code, stdout } = await millrace('replay', flipped);
    expect(code).to.equal(1);
    expect(stdout).to.match(/: not the same as recorded\ncommand \d+: another command than then\n/);
    expect(stdout).to.match(/\nrecorded, number \d+ of the journal: \{"type":"unban"/);
    expect(stdout).to.match(/\nreplayed, number \d+ of the journal: \{"type":"ban"/);
    expect(stdout.match(/the operator ordered: ban \S+ for 1 h/g)).to.have.length(2);
  });

  it('is replayed to the cut when its end is gone', async () => {
    const cut = copied('cut.log', (text) => text.slice(0, Math.floor(text.length * 0.7)));
    const [code, { same, isCut, commands }] = await replayed(cut);
    expect([code, same, isCut]).to.deep.equal([0, true, true]);
    expect(commands).to.be.greaterThan(5);
    const { stdout } = await millrace('replay', cut);
    expect(stdout).to.contain('does not end in good order; it was replayed up to there');
  });

  it('says how another policy would have differed, and until when that is exact', async () => {
    const file = join(folder, 'other.mjs');
    writeFileSync(file, [
      "import { redial } from 'millrace';",
      'export const policies = ({ random }) => ({ redial: redial({ minMs: 9_000, maxMs: 600_000 }, random) });',
    ].join('\n'));
    const [code, { same, policy }] = await replayed(log, '--policy', file);
    expect([code, same]).to.deep.equal([0, true]);
    expect(policy?.onlyLive).to.be.greaterThan(0);
    expect(policy?.onlyCandidate).to.be.greaterThan(0);
    expect(policy?.exactUntil).to.match(/^\d{4}-.*Z$/);
    const { stdout } = await millrace('replay', log, '--policy', file);
    expect(stdout).to.match(/exact until \S+Z, the first difference: from there on the world would have answered oth/);
    expect(stdout).to.match(/only recorded: policy redial chose to leave .* alone for/);
  });

  it('is not overwritten by the next run', async () => {
    const again = await started('next', '--record', log);
    await again.end('SIGTERM');
    const aside = /is now (\S+)$/m.exec((await again.ended).stderr)?.[1] ?? '';
    expect((await replayed(aside))[1].commands).to.be.greaterThan(10);
    expect((await replayed(log))[1].same).to.equal(true);
    rmSync(log);
    writeFileSync(log, readFileSync(aside));
  });

  it('is told from what is no recording, in one line', async () => {
    const expectLine = async (file: string, pattern: RegExp): Promise<void> => {
      const { code, stdout, stderr } = await millrace('replay', file);
      expect([code, stdout]).to.deep.equal([1, '']);
      expect(stderr).to.match(pattern).and.match(/^millrace: [^\n]*\n$/);
    };
    await expectLine(join(folder, 'nothing.log'), /nothing\.log is not there/);
    await expectLine(copied('empty.log', () => ''), /empty/);
    await expectLine(copied('other.json', () => '{"a":1}\n'), /not the beginning of a recording/);
    await expectLine(copied('future.log', (text) => text.replace('{"millrace":1', '{"millrace":7')),
      /recording of version 7, version 1 can be replayed/);
    await expectLine(copied('damaged.log', (text) => text.replace('["c"', '["c,')), /^millrace: .*line \d+: /);
  });

  it('needs the policies it ran with, and says when they have changed', async () => {
    const file = join(folder, 'mine.mjs');
    const module = "import { on, issue, ban } from 'millrace';\n" +
      'export const policies = { mine: (step$) => step$.pipe(' +
      "on('node-started'), issue(() => [ban('203.0.113.9', { forMs: 60_000, reason: 'mine' })])) };\n";
    writeFileSync(file, module);
    const other = join(folder, 'mine.log');
    await (await started('mine', '--policy', file, '--record', other)).end('SIGTERM');
    expect((await replayed(other))[1].same).to.equal(true);
    appendFileSync(file, '// changed\n');
    const changed = await millrace('replay', other);
    expect(changed.code).to.equal(1);
    expect(changed.stderr).to.match(/^millrace: .*mine\.mjs, which has changed since .*--module FILE\n$/);
    const kept = join(folder, 'kept.mjs');
    writeFileSync(kept, module);
    expect((await replayed(other, '--module', kept))[1].same).to.equal(true);
    rmSync(file);
    expect((await millrace('replay', other)).stderr).to.match(/is not there any more/);
  });

  it('can be given away without names, addresses and ids', async () => {
    const out = join(folder, 'away.log');
    const { stdout } = await millrace('redact', log, '--out', out);
    expect(stdout).to.equal(`wrote ${out}: it replays as the true one does\n`);
    const text = readFileSync(out, 'utf8');
    const known = nodes.flatMap(({ id, address }) => [id, id.slice(0, 16), address]);
    const names = [...known, 'north', 'killed', 'Bob', 'garden', 'floods', folder];
    expect(names.filter((name) => text.includes(name))).to.deep.equal([]);
    const again = await millrace('redact', log, '--out', out);
    expect([again.code, existsSync(out)]).to.deep.equal([1, true]);
    expect(again.stderr).to.match(/cannot be made: EEXIST/);
  });
});
