// A recording on the real disk: segments, limits, and what a disk can do to it. The node is never in danger.
import {
  appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync,
} from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { LogError } from '../../lib/recording/logError.ts';
import { LogFile, type LogFileOptions } from '../../lib/recording/logFile.ts';
import type { LogHeader } from '../../lib/recording/logLine.ts';
import { readLogFile } from '../../lib/recording/readLogFile.ts';
import { virtualEnv } from '../../lib/testing/virtualEnv.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { until } from '../support/until.ts';

const folder = tempFolder();
const header = { millrace: 1, at: 0 } as LogHeader;
const filler = 'x'.repeat(400);

describe('a recording on disk', () => {
  let warnings: string[];
  beforeEach(() => {
    folder.make();
    warnings = [];
  });
  afterEach(folder.remove);

  const env = virtualEnv();
  const opened = (more: Partial<LogFileOptions> = {}): LogFile =>
    new LogFile({ file: folder.path('run.log'), env, warn: (text) => warnings.push(text), ...more });
  const write = (log: LogFile, count: number): void => {
    for (let at = 1; at <= count; at++) log.write(['o', at, 'node', { type: 'stop-requested', reason: filler }]);
  };
  const lines = (name = 'run.log'): string[] => [...readLogFile(folder.path(name))];
  const onDisk = (): string => readFileSync(folder.path('run.log'), 'utf8');

  it('is there for its owner alone', async () => {
    const log = opened();
    await log.close();
    expect(statSync(folder.path('run.log')).mode & 0o777).to.equal(0o600);
  });

  it('reaches the disk after a tenth of a second, and the rest on close', async () => {
    const log = opened();
    log.write(header);
    env.scheduler.advanceBy(99);
    expect(onDisk()).to.equal('');
    env.scheduler.advanceBy(1);
    await until(() => onDisk() !== '');
    write(log, 1);
    await log.close();
    expect(lines()).to.have.length(2);
    expect(env.scheduler.pending).to.equal(0);
    write(log, 1); // too late, and harmless
    await log.close();
    expect(lines()).to.have.length(2);
  });

  it('goes on in further files, packs the full ones, and is read as one', async () => {
    const log = opened({ segmentBytes: 1_000 });
    log.write(header);
    for (let segment = 0; segment < 4; segment++) {
      write(log, 3);
      env.scheduler.advanceBy(100);
      const next = folder.path(`run.log.${segment + 1}`);
      await until(() => existsSync(next));
    }
    for (const name of ['run.log', 'run.log.1', 'run.log.2', 'run.log.3']) {
      await until(() => !existsSync(folder.path(name))); // it is packed
    }
    write(log, 1);
    await log.close();
    expect(readdirSync(folder.path()).sort()).to.deep.equal(
      ['run.log.1.gz', 'run.log.2.gz', 'run.log.3.gz', 'run.log.4', 'run.log.gz']);
    expect(lines()).to.have.length(1 + 4 * 3 + 1);
    expect(statSync(folder.path('run.log.gz')).mode & 0o777).to.equal(0o600);
    expect(warnings).to.deep.equal([]);
  });

  it('says which file is missing in the middle', () => {
    for (const name of ['run.log', 'run.log.1', 'run.log.3']) writeFileSync(folder.path(name), 'a\n');
    expect(() => lines()).to.throw(LogError, /run\.log\.2 is not there, though .*run\.log\.3 is/);
    rmSync(folder.path('run.log.3'));
    expect(lines()).to.deep.equal(['a', 'a']);
  });

  it('moves what another run has left aside, whole', async () => {
    writeFileSync(folder.path('run.log'), 'old\n');
    writeFileSync(folder.path('run.log.1'), 'older\n');
    const log = opened();
    log.write(header);
    await log.close();
    expect(lines()).to.have.length(1);
    expect(warnings).to.have.length(1);
    const [, aside = ''] = /is now .*(run\.log\.\S+)$/.exec(warnings[0] ?? '') ?? [];
    expect(lines(aside)).to.deep.equal(['old', 'older']);
  });

  it('ends at its limit with all that came before, and says why', async () => {
    const log = opened({ totalBytes: 2_000 });
    log.write(header);
    write(log, 100);
    await log.close();
    expect(onDisk().length).to.be.within(1_500, 2_000);
    expect(onDisk().endsWith('\n')).to.equal(true);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/has reached its limit of 0 MiB, so it ends here, and the node goes on; .*beginning/);
  });

  it('ends when the disk fails, and only once', async () => {
    const log = opened({ segmentBytes: 1_000 });
    mkdirSync(folder.path('run.log.1')); // in the way of the next file
    write(log, 5);
    await log.close();
    write(log, 5);
    await log.close();
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/cannot be written: EEXIST.*so it ends here, and the node goes on$/);
  });

  it('ends when more waits for the disk than memory should hold', async () => {
    const log = opened();
    write(log, 25_000); // 10 MB, and no time passes
    await log.close();
    expect(warnings[0]).to.match(/cannot be written as fast as it grows: 8 MiB wait/);
  });

  it('cannot be begun where nothing can be written, and says so in one line', () => {
    writeFileSync(folder.path('file'), '');
    expect(() => opened({ file: folder.path('file/run.log') })).to.throw(LogError, /cannot be begun: /);
  });

  it('is read in pieces, with characters and lines cut anywhere', () => {
    const long = 'ü'.repeat(70_001);
    writeFileSync(folder.path('run.log'), `${long}\n${long}`);
    appendFileSync(folder.path('run.log'), '\nlast');
    expect(lines()).to.deep.equal([long, long, 'last']);
    expect(() => lines('other.log')).to.throw(LogError, /other\.log is not there/);
  });

  it('packs with what any other tool unpacks', async () => {
    const log = opened({ segmentBytes: 100 });
    write(log, 1);
    env.scheduler.advanceBy(100);
    await until(() => existsSync(folder.path('run.log.gz')));
    await log.close();
    expect(gunzipSync(readFileSync(folder.path('run.log.gz'))).toString()).to.contain(filler);
  });
});
