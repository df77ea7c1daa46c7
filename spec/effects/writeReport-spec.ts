// The status report in a file and in the log.
import { expect } from 'chai';
import debug from 'debug';
import { readdirSync, readFileSync } from 'node:fs';
import { lastValueFrom, of, toArray } from 'rxjs';
import { report as reportTo, save, type Command } from '../../lib/command.ts';
import type { Caused } from '../../lib/effect.ts';
import { writeReport } from '../../lib/effects/writeReport.ts';
import { statusReport, type ProcessFigures } from '../../lib/status/statusReport.ts';
import { aState } from '../../lib/testing/aState.ts';
import { tempFolder } from '../support/tempFolder.ts';

const NOW = Date.UTC(2026, 0, 31);
const FIGURES: ProcessFigures = { rssBytes: 1, eventLoopDelayMsP99: 2 };
const state = aState({ peers: { 'out-1': {} } });

describe('writeReport', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  const outcome = (file: string, command: Command): Promise<Caused[]> =>
    lastValueFrom(
      of({ id: 5, command, state, now: NOW }).pipe(
        writeReport({ file, figures: () => FIGURES, more: () => ({ http: '127.0.0.1:80' }) }),
        toArray(),
      ),
      { defaultValue: [] },
    );

  it('writes the report to the file, and says so', async () => {
    const file = path('status.json');
    expect(await outcome(file, reportTo('file')))
      .to.deep.equal([{ event: { type: 'report-written', file }, cause: 5 }]);
    expect(JSON.parse(readFileSync(file, 'utf8')))
      .to.deep.equal(JSON.parse(JSON.stringify(statusReport(state, NOW, FIGURES, { http: '127.0.0.1:80' }))));
  });

  it('says what went wrong when it cannot', async () => {
    const [said] = await outcome(path('missing/status.json'), reportTo('file'));
    expect(said?.event).to.have.property('type', 'report-failed');
    expect(said?.event).to.have.property('error').that.includes('ENOENT');
  });

  it('writes one line to the log of the status, and no file', async () => {
    const lines: string[] = [];
    const before = debug.log;
    debug.log = (...words: readonly unknown[]) => lines.push(words.map(String).join(' '));
    debug.enable('millrace:status');
    try {
      expect(await outcome(path('status.json'), reportTo('log'))).to.deep.equal([]);
    } finally {
      debug.disable();
      debug.log = before;
    }
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.include('"peer":"out-1"').and.not.include('\n');
    expect(readdirSync(path())).to.deep.equal([]);
  });

  it('leaves other commands to others', async () => {
    expect(await outcome(path('status.json'), save())).to.deep.equal([]);
  });
});
