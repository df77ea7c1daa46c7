// Whoever hears of a step may end the connection within the very call that tells of it.
import { expect } from 'chai';
import type { Direction, Event } from '../../lib/event.ts';
import { IDENTITY, Rig, type RigOptions } from '../support/rig.ts';

const STEPS: Readonly<Record<Direction, readonly Event['type'][]>> = {
  out: ['dial-started', 'peer-connected', 'peer-secured', 'peer-greeted', 'peer-opened', 'peer-heard', 'peer-closing'],
  in: ['peer-connected', 'peer-secured', 'peer-greeted', 'peer-opened', 'peer-heard', 'peer-closing'],
};

/** Through a whole life, as far as it comes. */
const live = (rig: Rig): Rig => {
  rig.order({ type: rig.direction === 'out' ? 'connect' : 'listen' });
  rig.dialled$.next(rig.connection);
  rig.secured$.next(rig.ours);
  rig.greet();
  rig.order({ type: 'welcome' });
  rig.env.advance(1_000);
  rig.say({ type: 'KEEPALIVE', respond: true, data: new Uint8Array(8) });
  rig.order({ type: 'close', reason: 'idle' });
  rig.theirs.end();
  rig.env.advance(10_000);
  return rig;
};

const count = (rig: Rig, type: Event['type']): number => rig.of(type).length;

const expectNothingLeft = (rig: Rig): void => {
  const { env, ours, counts, dialled$, secured$, peer } = rig;
  expect([env.timers, dialled$.observed, secured$.observed, peer.command$.observed]).to.deep.equal(
    [0, false, false, false]);
  if (rig.types.includes('peer-connected')) expect([counts.destroyed > 0, ours.destroyed]).to.deep.equal([true, true]);
};

describe('a connection', () => {
  const ways: readonly (readonly [string, RigOptions])[] = [
    ['step by step', {}], ['all within one call', { atOnce: true }],
    ['all within one call, with nobody proven', { atOnce: true, identity: undefined }],
  ];
  const each = (test: (direction: Direction, options: RigOptions, what: string) => void): void => {
    for (const direction of ['out', 'in'] as const) {
      for (const [how, options] of ways) test(direction, { identity: IDENTITY, ...options }, `${direction}, ${how}`);
    }
  };

  it('may be closed by whoever hears of any step', () =>
    each((direction, options, what) => {
      for (const type of STEPS[direction]) {
        const hear = (event: Event, { peer }: Rig): void => {
          if (event.type === type) peer.command$.next({ type: 'close', reason: 'banned' });
        };
        const rig = live(new Rig(direction, { ...options, hear }));
        const reason = type === 'peer-closing' ? 'idle' : 'banned';
        expect(rig.events.at(-1), what).to.deep.include({ type: 'peer-closed', reason, endedBy: 'local' });
        expect([count(rig, 'peer-closed'), count(rig, type), rig.counts.completed], what).to.deep.equal([1, 1, 1]);
        const later = rig.types.slice(rig.types.indexOf(type) + 1);
        expect(later.filter((one) => !['peer-closing', 'peer-closed'].includes(one)), what).to.deep.equal([]);
        expectNothingLeft(rig);
      }
    }));

  it('may be left by whoever hears of any step', () =>
    each((direction, options, what) => {
      for (const type of STEPS[direction]) {
        const hear = (event: Event, { running }: Rig): void => {
          if (event.type === type) running.unsubscribe();
        };
        const rig = live(new Rig(direction, { ...options, hear }));
        expect([rig.types.at(-1), rig.counts.completed], what).to.deep.equal([type, 0]);
        expectNothingLeft(rig);
      }
    }));

  it('does not begin anew for whoever hears that it has ended', () =>
    each((direction, options, what) => {
      const hear = (event: Event, { peer }: Rig): void => {
        if (event.type !== 'peer-closed') return;
        for (const again of ['connect', 'listen', 'welcome', 'ping'] as const) peer.command$.next({ type: again });
        peer.command$.next({ type: 'close', reason: 'full' });
      };
      const rig = live(new Rig(direction, { ...options, hear }));
      expect([rig.types.at(-1), count(rig, 'peer-closed')], what).to.deep.equal(['peer-closed', 1]);
      expectNothingLeft(rig);
    }));

  it('is dialled and secured no further once it is over', () => {
    const at = (type: Event['type']): Rig =>
      live(new Rig('out', {
        hear: (event, { peer }) => event.type === type && peer.command$.next({ type: 'close', reason: 'banned' }),
      }));
    expect(at('dial-started').counts).to.include({ dialled: 0, secured: 0 });
    expect(at('peer-connected').counts).to.include({ dialled: 1, secured: 0 });
    expect(at('peer-secured').heard()).to.deep.equal([]);
  });
});
