// A node that is told of hundreds of places where nobody answers, or remembers only such: it finds its way all the same.
import { expect } from 'chai';
import { of } from 'rxjs';
import type { Event } from '../../lib/event.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { ANSWERS_MAX, dnsTold } from '../../lib/sources/dnsTold.ts';
import { eventsOf, idOfLetter, Town, type House } from '../support/town.ts';

const HOSTS = { a: '41.1.0.1', b: '41.2.0.1' } as const;
const endpoint = (host: string): string => `${host}:7000`;

/** Whoever dials one of these waits until it gives up; each is in a group of its own. */
const dark = (town: Town, count: number, first = 71): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${first + (at >> 8)}.${at & 255}.0.1`).map((host) => {
    town.network.transport({ host });
    town.network.vanish(host);
    return endpoint(host);
  });

/** Two who find each other, and the one who looks: what it knows, and when the other is there. */
const foundAfterMs = (
  seed: number, told: (town: Town) => Parameters<Town['house']>[1], laterMs: number,
): number | undefined => {
  const town = new Town({ latencyMs: 25 }, sfc32(seed));
  const node: House = town.house('b', told(town), HOSTS.b);
  town.advance(laterMs);
  const at = town.env.scheduler.now();
  town.house('a', {}, HOSTS.a);
  town.advance(60_000);
  const opened = node.steps.find(({ event }) => event.type === 'peer-opened');
  expect(eventsOf(node, 'peer-opened').every((event) => event.node === idOfLetter('a'))).to.equal(true);
  return opened === undefined ? undefined : opened.now - at;
};

const SEEDS = [1, 2, 3];
/** Those of one round of attempts give up after five seconds, a wait is a second, and a coin may fall wrong. */
const SOON_MS = 25_000;

describe('a node that is led astray', () => {
  const liar = (town: Town) => ({ dns: of(...dnsTold('a liar', dark(town, ANSWERS_MAX))) });

  it('goes to where its configuration says at once, whatever a name server says', () => {
    for (const seed of SEEDS) {
      const ms = foundAfterMs(seed, (town) => ({ peers: [endpoint(HOSTS.a)], sources: liar(town) }), 0);
      expect(ms, `seed ${seed}`).to.be.below(3_000);
    }
  });

  it('comes back to it soon when nobody was there at first', () => {
    for (const seed of SEEDS) {
      const ms = foundAfterMs(seed, (town) => ({ peers: [endpoint(HOSTS.a)], sources: liar(town) }), 40_000);
      expect(ms, `seed ${seed}`).to.be.below(SOON_MS);
    }
  });

  it('listens to a name server soon when all it remembers is gone', () => {
    const book = (town: Town): Event => ({
      type: 'addresses-learnt', from: 'book',
      addresses: dark(town, 60, 81).map((address) => ({ address, kept: { learntAt: 0, provenAt: 1, tried: true } })),
    });
    for (const seed of SEEDS) {
      const ms = foundAfterMs(seed, (town) => ({
        sources: { book: of(book(town)), dns: of(...dnsTold('an honest one', [endpoint(HOSTS.a)])) },
      }), 0);
      expect(ms, `seed ${seed}`).to.be.below(SOON_MS);
    }
  });
});
