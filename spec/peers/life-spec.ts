// One connection from its first packet to its last, in both directions: every way on, every deadline, every way out.
import { expect } from 'chai';
import type { Direction, Phase } from '../../lib/event.ts';
import type { PeerCommand } from '../../lib/peer.ts';
import { DEADLINES_MS } from '../../lib/peers/deadlines.ts';
import { BROKEN_REASONS, GOODBYE_REASONS } from '../../lib/reasons.ts';
import { TransportError, type TransportErrorCode } from '../../lib/transport.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { ERROR_CODE } from '../../lib/wire/frame.ts';
import { GOODBYE_MS_MAX } from '../../lib/wire/limits.ts';
import { openSession } from '../../lib/wire/openSession.ts';
import { saidIn } from '../support/rawEnd.ts';
import { ADDRESS, helloOf, REMOTE, Rig } from '../support/rig.ts';

const DIRECTIONS = ['out', 'in'] as const;

const WAYS: Readonly<Record<Direction, readonly Phase[]>> = {
  out: ['dialling', 'securing', 'greeting', 'greeted', 'alive', 'closing'],
  in: ['accepted', 'securing', 'greeting', 'greeted', 'alive', 'closing'],
};

/** What is told on the way to each phase. */
const TOLD: Readonly<Partial<Record<Phase, string>>> = {
  dialling: 'dial-started', securing: 'peer-connected', greeting: 'peer-secured', greeted: 'peer-greeted',
  alive: 'peer-opened', closing: 'peer-closing',
};

const told = (direction: Direction, phase: Phase): readonly string[] =>
  WAYS[direction].slice(0, WAYS[direction].indexOf(phase) + 1).flatMap((one) => TOLD[one] ?? []);

const KNOWN: readonly Phase[] = ['greeting', 'greeted', 'alive', 'closing'];
const hasSession = (phase: Phase): boolean => KNOWN.includes(phase);

/** Nothing of it is left: no timer, no connection, nobody who listens to commands. */
const expectGone = (rig: Rig): void => {
  rig.env.settle();
  const { direction, counts, dialled$, secured$, ours, peer } = rig;
  expect([rig.env.timers, dialled$.observed, secured$.observed, peer.command$.observed]).to.deep.equal(
    [0, false, false, false]);
  if (direction === 'in' || rig.types.includes('peer-connected')) expect(counts.destroyed).to.be.above(0);
  if (rig.types.includes('peer-secured')) expect(ours.destroyed).to.equal(true);
};

/** It ended once, the very last thing that was told was how, and nothing that happens now is told any more. */
const expectEnded = (rig: Rig, why: object): void => {
  expectGone(rig);
  const { direction } = rig;
  const node = rig.types.includes('peer-secured') ? { node: REMOTE } : {};
  expect(rig.events.at(-1)).to.deep.equal(
    { type: 'peer-closed', peer: `${direction}-1`, direction, address: ADDRESS, ...node, ...why });
  const { length } = rig.events;
  for (const type of ['connect', 'listen', 'welcome', 'ping'] as const) rig.order({ type });
  rig.order({ type: 'close', reason: 'idle' });
  rig.dialled$.next(rig.connection);
  rig.secured$.next(rig.ours);
  rig.env.advance(60_000);
  expect([rig.of('peer-closed').length, rig.events.length, rig.counts.completed]).to.deep.equal([1, length, 1]);
};

const deadlineMs = (phase: Phase): number => DEADLINES_MS[phase] ?? 0;
const late = (phase: Phase): string => `${phase} took longer than ${deadlineMs(phase)} ms`;

/** What is not ignored in a phase, beside `close`. */
const ALLOWED: Readonly<Partial<Record<Phase, PeerCommand['type']>>> =
  { accepted: 'listen', greeted: 'welcome', alive: 'ping' };

const WHY = { reason: 'full', detail: '8 of 8', retryAfterMs: 500 } as const;

describe('the life of a connection', () => {
  for (const direction of DIRECTIONS) {
    const dir = (phase: Phase): Rig => new Rig(direction).to(phase);

    describe(direction === 'out' ? 'that we dialled' : 'that we accepted', () => {
      it('goes through its phases in order, and tells of each once, with all that is known by then', () => {
        const rig = dir('closed');
        const peer = `${direction}-1`;
        const first = direction === 'out' ? [{ type: 'dial-started', peer, address: ADDRESS }] : [];
        expect(rig.events).to.deep.equal([
          ...first,
          { type: 'peer-connected', peer, address: ADDRESS },
          { type: 'peer-secured', peer, node: REMOTE },
          { type: 'peer-greeted', peer, hello: helloOf() },
          { type: 'peer-opened', peer, address: ADDRESS, direction, node: REMOTE },
          { type: 'peer-closing', peer, reason: 'idle' },
          { type: 'peer-closed', peer, direction, address: ADDRESS, node: REMOTE, phase: 'alive', reason: 'idle',
            endedBy: 'local' },
        ]);
        expect(rig.expected).to.equal(REMOTE);
        expectEnded(rig, { phase: 'alive', reason: 'idle', endedBy: 'local' });
      });

      it('makes itself known by the hello where the channel proves nobody', () => {
        const rig = new Rig(direction, { identity: undefined }).to('alive');
        expect(rig.of('peer-secured')).to.deep.equal([{ type: 'peer-secured', peer: `${direction}-1` }]);
        expect(rig.of('peer-opened')[0]?.node).to.equal(REMOTE);
        rig.running.unsubscribe();
      });

      it('ignores in each phase every command that comes too early or too late for it', () => {
        for (const phase of WAYS[direction]) {
          for (const type of ['connect', 'listen', 'welcome', 'ping'] as const) {
            if (ALLOWED[phase] === type) continue;
            const rig = dir(phase);
            rig.heard();
            rig.order({ type });
            expect(rig.types, `${type} in ${phase}`).to.deep.equal(told(direction, phase));
            const nothing = [[], direction === 'out' ? 1 : 0];
            expect([rig.heard(), rig.counts.dialled], `${type} in ${phase}`).to.deep.equal(nothing);
            rig.running.unsubscribe();
          }
        }
      });

      it('goes without a word and for good in each phase when nobody listens any more', () => {
        for (const phase of WAYS[direction]) {
          const rig = dir(phase);
          rig.running.unsubscribe();
          expectGone(rig);
          rig.env.advance(60_000);
          expect([rig.types, rig.counts.completed], phase).to.deep.equal([told(direction, phase), 0]);
        }
      });

      it('ends in each phase when it is told to, and says why, to the remote as well if it can hear', () => {
        for (const phase of WAYS[direction].filter((one) => one !== 'closing')) {
          const rig = dir(phase);
          rig.heard();
          rig.order({ type: 'close', ...WHY });
          if (hasSession(phase)) {
            const closing = { type: 'peer-closing', peer: `${direction}-1`, reason: 'full' };
            expect(rig.events.at(-1), phase).to.deep.equal(closing);
            expect(saidIn(rig.heard()[0]), phase).to.deep.include({ reason: 'full', retryAfterMs: 500 });
            rig.order({ type: 'close', reason: 'idle' });
            rig.goodbye({ reason: 'banned' });
            expect(rig.types.at(-1), phase).to.equal('peer-closing');
            rig.theirs.end();
          }
          expectEnded(rig, { phase, endedBy: 'local', ...WHY });
        }
      });

      it('ends in each phase when the remote breaks it, ends it, and says goodbye', () => {
        for (const phase of WAYS[direction].filter(hasSession)) {
          const detail = 'read ECONNRESET';
          const ways: readonly (readonly [(rig: Rig) => void, object])[] = [
            [({ theirs }) => theirs.fail(), { phase, reason: 'reset', endedBy: 'network', detail }],
            [({ theirs }) => theirs.end(), { phase, reason: 'ended', endedBy: 'network' }],
            [(rig) => rig.part(WHY), { phase, endedBy: 'remote', ...WHY }],
          ];
          for (const [end, why] of ways) {
            const rig = dir(phase);
            end(rig);
            expectEnded(rig, phase === 'closing' ? { phase: 'alive', reason: 'idle', endedBy: 'local' } : why);
          }
        }
      });

      it('carries every goodbye of the remote, and none that only the network can say', () => {
        for (const phase of ['greeting', 'alive'] as const) {
          for (const reason of GOODBYE_REASONS) {
            const rig = dir(phase);
            rig.part({ ...WHY, reason });
            expectEnded(rig, { ...WHY, phase, reason, endedBy: 'remote' });
          }
        }
        for (const reason of BROKEN_REASONS) {
          const rig = dir('alive');
          rig.part({ reason });
          expect(rig.closed).to.include({ reason: 'ended', endedBy: 'remote' });
        }
      });

      it('says every goodbye of ours, and once', () => {
        for (const reason of GOODBYE_REASONS) {
          const rig = dir('alive');
          rig.heard();
          rig.order({ type: 'close', reason });
          const [frame, ...more] = rig.heard();
          expect([saidIn(frame)['reason'], more]).to.deep.equal([reason, []]);
          expect(saidIn(frame).code).to.be.oneOf([ERROR_CODE.CONNECTION_CLOSE, ERROR_CODE.CONNECTION_ERROR]);
          rig.theirs.end();
          expectEnded(rig, { phase: 'alive', reason, endedBy: 'local' });
        }
      });

      it('keeps to why it is ending already when it is told to close meanwhile', () => {
        const rig = dir('alive');
        rig.say({ type: 'KEEPALIVE', respond: false, data: new Uint8Array(8) }, { ...setUpFrame(new Uint8Array(0)) });
        expect(rig.closed).to.equal(undefined);
        rig.order({ type: 'close', reason: 'idle' });
        rig.theirs.end();
        expect(rig.closed).to.include({ reason: 'protocol', endedBy: 'local', phase: 'alive' });
      });

      it('ends at its deadline in greeting and greeted, not a millisecond before, whatever drips in', () => {
        for (const phase of ['greeting', 'greeted'] as const) {
          const rig = dir(phase);
          for (let ms = 100; ms < deadlineMs(phase); ms += 100) {
            rig.env.advance(100);
            rig.say({ type: 'KEEPALIVE', respond: false, data: new Uint8Array(8) });
          }
          rig.env.advance(99);
          expect(rig.types).to.deep.equal(told(direction, phase));
          rig.heard();
          rig.env.advance(1);
          expect(rig.events.at(-1)).to.deep.include({ type: 'peer-closing', reason: 'timed-out' });
          expect(saidIn(rig.heard()[0])['reason']).to.equal('timed-out');
          rig.env.advance(GOODBYE_MS_MAX - 1);
          expect(rig.closed).to.equal(undefined);
          rig.env.advance(1);
          expectEnded(rig, { phase, reason: 'timed-out', endedBy: 'local', detail: late(phase) });
        }
      });

      it('has no deadline and no timer while it is alive', () => {
        const rig = dir('alive');
        expect(rig.env.timers).to.equal(0);
        rig.env.advance(3_600_000);
        expect(rig.types).to.deep.equal(told(direction, 'alive'));
        rig.running.unsubscribe();
      });

      it('ends at its deadline in closing, where not even the channel ends', () => {
        const silent: typeof openSession = (options) =>
          Object.assign(openSession(options), { goodbye: (): void => undefined });
        const rig = new Rig(direction, { openSession: silent }).to('closing');
        rig.env.advance(deadlineMs('closing') - 1);
        expect(rig.closed).to.equal(undefined);
        rig.env.advance(1);
        expectEnded(rig, { phase: 'alive', reason: 'idle', endedBy: 'local' });
      });
    });
  }

  it('ends at its deadline before anybody can hear a goodbye, and not a millisecond before', () => {
    const cases: readonly (readonly [Direction, Phase, string, string])[] = [
      ['out', 'dialling', 'unreachable', 'network'], ['out', 'securing', 'timed-out', 'local'],
      ['in', 'accepted', 'timed-out', 'local'], ['in', 'securing', 'timed-out', 'local'],
    ];
    for (const [direction, phase, reason, endedBy] of cases) {
      const rig = new Rig(direction).to(phase);
      rig.env.advance(deadlineMs(phase) - 1);
      expect(rig.types).to.deep.equal(told(direction, phase));
      rig.env.advance(1);
      expectEnded(rig, { phase, reason, endedBy, detail: late(phase) });
    }
  });

  it('ends in what the transport says, and in reset where that is no TransportError', () => {
    const codes: readonly (readonly [TransportErrorCode, string, string])[] = [
      ['unreachable', 'unreachable', 'network'], ['in-use', 'unreachable', 'network'],
      ['not-permitted', 'unreachable', 'network'], ['tls-failed', 'tls-failed', 'network'],
      ['bad-certificate', 'bad-certificate', 'network'], ['wrong-identity', 'wrong-identity', 'local'],
      ['reset', 'reset', 'network'],
    ];
    const errors = codes.map(([code, ...why]) => [new TransportError(code, 'its words'), ...why] as const);
    for (const [error, reason, endedBy] of [...errors, [new TypeError('its words'), 'reset', 'network'] as const]) {
      const why = { reason, endedBy, detail: 'its words' };
      const dialling = new Rig('out').to('dialling');
      dialling.dialled$.error(error);
      expectEnded(dialling, { phase: 'dialling', ...why });
      for (const direction of DIRECTIONS) {
        const rig = new Rig(direction).to('securing');
        rig.secured$.error(error);
        expectEnded(rig, { phase: 'securing', ...why });
      }
    }
  });

  it('of a tail that is closed before it was told to connect never dials', () => {
    const rig = new Rig('out');
    rig.order({ type: 'listen' });
    rig.order({ type: 'close', reason: 'stopping' });
    expectEnded(rig, { phase: 'dialling', reason: 'stopping', endedBy: 'local' });
    expect(rig.counts.dialled).to.equal(0);
  });
});
