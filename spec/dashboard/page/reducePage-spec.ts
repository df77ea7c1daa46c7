// What the dashboard makes of what it is told, without a browser.
import { expect } from 'chai';
import { linkWords } from '../../../lib/dashboard/words/linkWords.ts';
import { ITEMS_MAX } from '../../../lib/dashboard/page/told.ts';
import { RTTS_MAX } from '../../../lib/dashboard/page/measured.ts';
import type { Page } from '../../../lib/dashboard/page/page.ts';
import { emptyPage } from '../../../lib/dashboard/page/reducePage.ts';
import { aPage, aReport, anEdge, anEntry, NOON, pageAfter } from '../../support/aPage.ts';

const told = ({ told: { items } }: Page): readonly string[] =>
  items.map((item) =>
    item.type === 'entry' ? `entry ${item.entry.id}` : item.type === 'gap' ? `gap of ${item.count}` : item.type,
  );

const entry = (seq: number, id = seq) => ({ type: 'entry-came', entry: anEntry(id), seq }) as const;

describe('the page of the dashboard', () => {
  it('shows entries in the order of their numbers, and each once', () =>
    expect(told(pageAfter([entry(101), entry(102), entry(102), entry(101)], aPage()))).to.deep.equal([
      'entry 101',
      'entry 102',
    ]));

  it('says how many entries were not received', () =>
    expect(told(pageAfter([entry(101), entry(105)], aPage()))).to.deep.equal(['entry 101', 'gap of 3', 'entry 105']));

  it('says what it has missed when a stream begins anew behind it', () =>
    expect(told(pageAfter([entry(101), { type: 'stream-opened', seq: 111 }, entry(112)], aPage()))).to.deep.equal([
      'entry 101',
      'gap of 10',
      'entry 112',
    ]));

  it('takes the word of the node for what is missing, and says it once', () => {
    const gap = { type: 'gap-came', next: 112 } as const;
    const wanted = ['entry 101', 'gap of 10', 'entry 112'];
    expect(told(pageAfter([entry(101), gap, entry(112)], aPage()))).to.deep.equal(wanted);
    const opened = { type: 'stream-opened', seq: 111 } as const;
    expect(told(pageAfter([entry(101), opened, gap, entry(112)], aPage()))).to.deep.equal(wanted);
  });

  it('misses nothing when a stream is taken up where it broke off', () =>
    expect(told(pageAfter([entry(101), { type: 'stream-opened', seq: 101 }, entry(102)], aPage()))).to.deep.equal([
      'entry 101',
      'entry 102',
    ]));

  it('takes another process of the node for what it is, and not for a gap', () => {
    const { node } = aReport();
    const again = aReport({ node: { ...node, boot: 'boot-2' } });
    const page = pageAfter(
      [entry(101), { type: 'status-came', status: again }, { type: 'stream-opened', seq: 9_000 }, entry(9_001, 1)],
      aPage(),
    );
    expect(told(page)).to.deep.equal(['entry 101', 'restart', 'entry 1']);
  });

  it('keeps the last entries only, however long it is open', () => {
    const page = pageAfter(
      Array.from({ length: ITEMS_MAX + 50 }, (_, at) => entry(101 + at)),
      aPage(),
    );
    expect(page.told.items).to.have.length(ITEMS_MAX);
    expect(told(page).at(-1)).to.equal(`entry ${150 + ITEMS_MAX}`);
  });

  it('is not live before the node has said anything', () =>
    expect(linkWords(emptyPage(NOON))).to.deep.equal({ state: 'waiting', short: 'connecting' }));

  it('says since when the connection is lost, and of when it shows what it shows', () => {
    const page = pageAfter(
      [
        { type: 'link-lost', source: 'stream', error: 'broke' },
        { type: 'link-lost', source: 'stream', error: 'again' },
      ],
      aPage(),
    );
    expect(linkWords(page).banner).to.match(/^connection lost since \d\d:00:04: what is shown is of \d\d:00:03/);
  });

  it('is live again once the stream says something', () => {
    const page = pageAfter(
      [
        { type: 'link-lost', source: 'stream', error: 'broke' },
        { type: 'stream-opened', seq: 100 },
      ],
      aPage(),
    );
    expect(linkWords(page)).to.deep.equal({ state: 'live', short: 'live' });
  });

  it('is not live while the node answers and the stream does not come', () => {
    const page = pageAfter(
      [{ type: 'link-lost', source: 'stream', error: 'broke' }, { type: 'answer-came' }],
      aPage(),
    );
    expect(linkWords(page).state).to.equal('lost');
  });

  it('remembers the last round-trip times of each connection, and forgets who has gone', () => {
    const reports = Array.from(
      { length: RTTS_MAX + 5 },
      (_, rttMs) =>
        ({ type: 'status-came', status: aReport({ outgoing: [anEdge('out-1', 'bruno', { rttMs })] }) }) as const,
    );
    const page = pageAfter(reports, aPage());
    expect(page.rtts.get('out-1')).to.have.length(RTTS_MAX);
    expect(page.rtts.get('out-1')?.at(-1)).to.equal(RTTS_MAX + 4);
    expect(pageAfter([{ type: 'status-came', status: aReport({ outgoing: [] }) }], page).rtts.has('out-1')).to.equal(
      false,
    );
  });

  it('measures bytes a second between two reports', () => {
    const more = aReport({ outgoing: [anEdge('out-1', 'bruno', { bytesIn: 7_000, bytesOut: 2_000 })] });
    const page = pageAfter([{ type: 'clock-moved' }, { type: 'status-came', status: more }], aPage());
    expect(page.rates.get('out-1')).to.deep.equal({ in: 1_500, out: 0 }); // 6,000 bytes in four seconds
  });

  it('compares the times of the node with the clock of the node', () => {
    const page = aPage({ status: aReport({ node: { ...aReport().node, uptimeMs: 90_000 - 3_600_000 } }) });
    expect(page.skewMs).to.equal(-3_601_000);
  });

  it('turns a column round when it is chosen again, and begins with the largest figure', () => {
    const once = pageAfter([{ type: 'sorted', table: 'peers', by: 'rtt' }], aPage());
    expect(once.sorts.peers).to.deep.equal({ by: 'rtt', isDown: true });
    expect(pageAfter([{ type: 'sorted', table: 'peers', by: 'rtt' }], once).sorts.peers.isDown).to.equal(false);
  });

  it('forgets why with what it was about', () => {
    const page = pageAfter(
      [
        { type: 'selected', selection: { type: 'node', id: 'x' } },
        { type: 'why-came', why: { type: 'asking', subject: 'x' } },
        { type: 'selected', selection: undefined },
      ],
      aPage(),
    );
    expect(page).not.to.have.property('why');
    expect(page).not.to.have.property('selection');
  });
});
