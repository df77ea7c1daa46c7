// The status report as a person reads it.
import { expect } from 'chai';
import { bytes, roundTrip, statusText } from '../../lib/bin/statusText.ts';
import { statusReport } from '../../lib/status/statusReport.ts';
import { Town } from '../support/town.ts';

const FIGURES = { rssBytes: 81_234_567, eventLoopDelayMsP99: 2.94 };

describe('the status in words', () => {
  it('fits its tables into the width, and shows connections, attempts, idle addresses and bans', () => {
    const town = new Town();
    const a = town.house('a');
    const label = 'a label that is rather long for a table';
    const b = town.house('b', { peers: [a.address, '10.9.9.9:7000'], label });
    town.advance(3_000);
    const reason = 'a reason that goes on and on and on and on and on';
    b.net.order({ type: 'ban', subject: '10.0.0.7', forMs: 7_200_000, reason });
    const now = town.env.scheduler.now();
    const lines = statusText(statusReport(b.net.state, now, FIGURES), now, 60);
    const text = lines.join('\n');
    expect(text).to.match(/^node [a-z2-7]{32} {2}a label/).and.match(/memory 81 MB, event loop delay p99 2\.9 ms/);
    expect(text).to.match(/\noutgoing 1\n {2}PEER .*\n {2}out-\d+ +[a-z2-7]{8}/);
    expect(text).to.match(/\nbanned 1\n {2}SUBJECT .*\n {2}10\.0\.0\.7 +2 h/);
    expect(text).to.match(/10\.9\.9\.9:7/);
    for (const line of lines.slice(3)) expect(line.length, line).to.be.at.most(60);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('says so when nobody is there, and when nobody proves who they are', () => {
    const town = new Town();
    const { net, running } = town.house('a', { listen: [] });
    const insecure = { ...net.state, self: { ...net.state.self, secure: false } };
    const lines = statusText(statusReport(insecure, 0, FIGURES), 0, 80);
    const text = lines.join('\n');
    for (const part of ['listening nowhere', 'no connection is alive', 'without TLS']) expect(text).to.include(part);
    running.unsubscribe();
  });

  it('writes amounts short', () => {
    expect([0, 999, 1_000, 12_345, 999_999, 1_500_000_000].map(bytes))
      .to.deep.equal(['0 B', '999 B', '1 kB', '12 kB', '1000 kB', '1.5 GB']);
    expect([null, 0.04, 1.26, 12.6].map(roundTrip)).to.deep.equal(['-', '0 ms', '1.3 ms', '13 ms']);
  });
});
