// A live view as lines: of real reports of nodes in virtual time, at every size.
import { expect } from 'chai';
import { frame, roomIn, type Size } from '../../../lib/bin/live/frame.ts';
import { failed, newLiveState, pressed, seen, type LiveState } from '../../../lib/bin/live/liveState.ts';
import type { Sight } from '../../../lib/bin/live/sight.ts';
import { coloured, plain } from '../../../lib/bin/paint.ts';
import type { PeerReport } from '../../../lib/status/peersReport.ts';
import { statusReport } from '../../../lib/status/statusReport.ts';
import { Town } from '../../support/town.ts';

const AT = Date.UTC(2026, 0, 1);
const SIZE: Size = { columns: 120, rows: 12 };
const LOOK = { now: AT, paint: plain };

const peer = (number: number, more: Partial<PeerReport> = {}): PeerReport => ({
  peer: `out-${number}`, id: 'a'.repeat(32), label: 'anna', address: `10.0.0.${number}:7000`, direction: 'out',
  phase: 'alive', since: new Date(AT - 60_000).toISOString(), ageMs: 60_000, rttMs: number,
  heardAt: new Date(AT).toISOString(), bytesIn: 1_000 * number, bytesOut: 0, requests: 0, ...more,
});

const sight = (peers: readonly PeerReport[], at = AT): Sight => ({ of: 'peers', at, peers });
const many = (count: number): readonly PeerReport[] => Array.from({ length: count }, (_, at) => peer(at + 1));
const first = (lines: readonly string[]): readonly string[] => lines.map((line) => line.split(' ')[0] ?? '');
const keyed = (state: LiveState, ...keys: readonly Parameters<typeof pressed>[1][]): LiveState =>
  keys.reduce((before, key) => pressed(before, key, roomIn(before, SIZE)), state);

describe('a live view', () => {
  it('shows the connections under a heading, with what to press below', () => {
    const lines = frame(seen(newLiveState(), sight(many(2))), SIZE, LOOK);
    expect(lines).to.have.length(SIZE.rows);
    expect(lines[0]).to.equal('2 connections: 2 outgoing, 0 incoming');
    expect(lines[2]).to.match(/^PEER▾ +PHASE +NODE +LABEL +ADDRESS +RTT +TREND +FOR/);
    expect(lines[3]).to.match(/^out-1 +alive +aaaaaaaa +anna +10\.0\.0\.1:7000 +1 ms +▁ +1 min/);
    expect(lines.at(-1)).to.match(/^q quit/);
  });

  it('has as many lines as the terminal, none too long, at every size, whatever labels say', () => {
    const label = '\u202e北京 e\u0301\u001b[31m\n\u{1f600}'.repeat(8);
    const state = seen(newLiveState(), sight(many(40).map((one) => ({ ...one, label }))));
    for (const columns of [1, 7, 20, 41, 80, 200, 400]) {
      for (const rows of [1, 2, 3, 4, 5, 8, 24, 60]) {
        const lines = frame(state, { columns, rows }, LOOK);
        expect(lines, `${columns} x ${rows}`).to.have.length(rows);
        for (const line of lines) {
          expect(line.length, `${columns} x ${rows}: ${line}`).to.be.at.most(columns);
          expect(line).to.match(/^[\x20-\x7e▁-█▴▾…]*$/u);
        }
      }
    }
  });

  it('shows how the round trip has moved, and what passes a second', () => {
    const at = (rttMs: number, bytesIn: number, s: number): Sight =>
      sight([peer(1, { rttMs, bytesIn })], AT + s * 1_000);
    const state = [at(10, 0, 0), at(10, 0, 1), at(20, 5_000, 3)].reduce(seen, newLiveState());
    expect(frame(state, SIZE, LOOK)[3]).to.match(/ 20 ms +▁▁█ .* 2\.5 kB +0 B /);
  });

  it('forgets a connection that is gone', () => {
    const state = [sight(many(3)), sight([peer(2)])].reduce(seen, newLiveState());
    expect([...state.tracks.keys()]).to.deep.equal(['out-2']);
  });

  it('sorts by the column that is chosen, either way, and marks it', () => {
    const rtts = [30, null, 10].map((rttMs, at) => peer(at + 9, { rttMs }));
    const state = seen(newLiveState(), sight([...rtts, peer(3, { peer: 'in-3', direction: 'in', rttMs: 20 })]));
    expect(first(frame(state, SIZE, LOOK).slice(3, 7))).to.deep.equal(['out-9', 'out-10', 'out-11', 'in-3']);
    const byRtt = keyed(state, { column: 5 });
    expect(frame(byRtt, SIZE, LOOK)[2]).to.include('RTT▾');
    expect(first(frame(byRtt, SIZE, LOOK).slice(3, 7))).to.deep.equal(['out-11', 'in-3', 'out-9', 'out-10']);
    const reverse = keyed(byRtt, 'reverse');
    expect(frame(reverse, SIZE, LOOK)[2]).to.include('RTT▴');
    expect(first(frame(reverse, SIZE, LOOK).slice(3, 7))).to.deep.equal(['out-10', 'out-9', 'in-3', 'out-11']);
    expect(keyed(state, 'left').sortBy).to.equal(0);
    expect(keyed(state, { column: 8 }, 'right', 'right', 'right', 'right', 'right').sortBy).to.equal(12);
  });

  it('scrolls as far as there is something, and says where it is', () => {
    const state = seen(newLiveState(), sight(many(20)));
    const shown = (now: LiveState): string => frame(now, SIZE, LOOK).at(-1) ?? '';
    expect(shown(state)).to.match(/^1 to 8 of 20 /);
    expect(shown(keyed(state, 'down', 'page-down'))).to.match(/^10 to 17 of 20 /);
    expect(shown(keyed(state, 'page-down', 'page-down', 'page-down', 'up'))).to.match(/^12 to 19 of 20 /);
    expect(shown(keyed(state, 'end', 'home', 'up'))).to.match(/^1 to 8 of 20 /);
    const fewer = seen(keyed(state, 'end'), sight(many(9)));
    expect(shown(fewer)).to.match(/^2 to 9 of 9 /);
  });

  it('stands still while it is paused, and says so', () => {
    const paused = seen(keyed(seen(newLiveState(), sight(many(2))), 'pause'), sight(many(5), AT + 5_000));
    const lines = frame(paused, SIZE, { ...LOOK, now: AT + 5_000 });
    expect(lines[0]).to.match(/^2 connections/);
    expect(lines.at(-1)).to.match(/^paused at 00:00:00\.000 /);
    expect(frame(seen(keyed(paused, 'pause'), sight(many(5), AT + 6_000)), SIZE, LOOK)[0]).to.match(/^5 connections/);
  });

  it('keeps the last answer in sight when no other comes, says for how long, and goes on when one does', () => {
    const once = failed(seen(newLiveState(), sight(many(1))), 'nobody listens', AT);
    const state = failed(once, 'nobody listens', AT + 9_000);
    const lines = frame(state, SIZE, { ...LOOK, now: AT + 10_000 });
    expect(lines[3]).to.match(/^out-1 /);
    expect(lines.at(-1)).to.equal('no answer for 10 s: nobody listens');
    expect(frame(seen(state, sight(many(1))), SIZE, LOOK).at(-1)).to.match(/^q quit/);
  });

  it('tells connections that are not alive by more than their colour', () => {
    const state = seen(newLiveState(), sight([peer(1, { phase: 'greeting' }), peer(2, { phase: 'closing' }), peer(3)]));
    const lines = frame(state, SIZE, { ...LOOK, paint: coloured }).map((line) => line.replaceAll('\u001b', '^'));
    expect(lines[3]).to.match(/^\^\[33mout-1 +greeting .*\^\[39m$/);
    expect(lines[4]).to.match(/^\^\[2mout-2 +closing /);
    expect(lines[5]).to.match(/^out-3 +alive /);
    expect(lines[0]).to.include('1 connection: 1 outgoing, 0 incoming, 2 on the way in or out');
  });

  it('shows a status with who it is above, and below what it tries and whom it shuns', () => {
    const town = new Town();
    const a = town.house('a');
    const b = town.house('b', { peers: [a.address, '10.9.9.9:7000'] });
    town.advance(3_000);
    b.net.order({ type: 'ban', subject: '10.0.0.7', forMs: 7_200_000, reason: 'because' });
    const now = town.env.scheduler.now();
    const report = statusReport(b.net.state, now, { rssBytes: 0, eventLoopDelayMsP99: 0 });
    const state = seen(newLiveState(), { of: 'status', at: now, report });
    const lines = frame(state, { columns: 100, rows: 24 }, { now, paint: plain });
    const text = lines.join('\n');
    expect(text).to.match(/^node [a-z2-7]{32}.*\n.*listening/).and.match(/\nbanned 1\n {2}SUBJECT/);
    expect(text).to.match(/\nPEER▾ .*\n(out|in)-\d+ /).and.include('10.9.9.9:7');
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('says that it is asking before anything is known', () => {
    expect(frame(newLiveState(), SIZE, LOOK)[0]).to.equal('asking ...');
    expect(newLiveState()).to.deep.equal(keyed(newLiveState(), 'down'));
  });
});
