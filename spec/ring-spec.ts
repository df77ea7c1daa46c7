// Who follows whom on the rings.
import { expect } from 'chai';
import { initialState } from '../lib/initialState.ts';
import type { NodeId } from '../lib/nodeId.ts';
import { RING_AGE_MS, RINGS, placesOf, ringsBefore, ringSuccessors } from '../lib/ring.ts';
import type { State } from '../lib/state.ts';
import {
  after, aSelf, aState, doubtOf, itemsHeard, opened, recordOf, signedBy, type StateSketch,
} from '../lib/testing/index.ts';

const NAMES = Array.from({ length: 20 }, (_, at) => `node ${at}`);
const [me] = NAMES as [string];
const addressOf = (name: string): string => `203.${NAMES.indexOf(name)}.0.1:7000`;

/** The whole town as one of it sees it, all linked in a circle so that nobody is lost. */
const seenBy = (name: string, names: readonly string[] = NAMES, now = 0, more: StateSketch = {}): State => {
  const records = names.map((one, at) => recordOf(one, {
    addresses: [addressOf(one)], out: [signedBy(names[(at + 1) % names.length] ?? '')],
  }));
  const state = aState({ ...more, self: { node: signedBy(name), ...more.self } });
  return after(state, now, opened('out-1'), itemsHeard('out-1', records));
};

/** What the spec says, without a shortcut: the least distance upwards. */
const following = (node: NodeId, ring: number, all: readonly NodeId[]): NodeId | undefined => {
  const distance = (id: NodeId): number =>
    ((placesOf(id)[ring] ?? 0) - (placesOf(node)[ring] ?? 0) + 2 ** 48) % 2 ** 48;
  return all.filter((id) => id !== node).sort((one, two) => distance(one) - distance(two))[0];
};

describe('the rings', () => {
  it('have each node followed by the next in the order of hashes, and the last by the first', () => {
    const ids = NAMES.map(signedBy);
    for (const name of NAMES) {
      const wanted = Array.from({ length: RINGS }, (_, ring) => following(signedBy(name), ring, ids));
      expect(ringSuccessors(seenBy(name), 0)).to.deep.equal(wanted);
    }
  });

  it('are two different orders, each of which visits every node', () => {
    const walks = Array.from({ length: RINGS }, (_, ring) => {
      const walk = [me];
      for (let name: string | undefined = me; walk.length <= NAMES.length;) {
        const next: NodeId | undefined = ringSuccessors(seenBy(name), 0)[ring];
        name = NAMES.find((one) => signedBy(one) === next);
        if (name === me || name === undefined) break;
        walk.push(name);
      }
      return walk;
    });
    expect(walks.map((walk) => new Set(walk).size)).to.deep.equal([NAMES.length, NAMES.length]);
    expect(walks[0]).not.to.deep.equal(walks[1]);
  });

  it('leave out who is doubted, and who cannot be dialled', () => {
    const state = seenBy(me);
    const [first] = ringSuccessors(state, 0);
    const name = NAMES.find((one) => signedBy(one) === first) ?? '';
    const at = NAMES.indexOf(name);
    const head = NAMES[(at + 1) % NAMES.length] ?? '';
    const doubted = after(state, 0, itemsHeard('out-1', [doubtOf(head, signedBy(name))]));
    const hidden = after(state, 0, itemsHeard('out-1', [recordOf(name, { seq: 2, out: [signedBy(head)] })]));
    const rest = NAMES.filter((one) => one !== name).map(signedBy);
    for (const without of [doubted, hidden]) {
      expect(ringSuccessors(without, 0)[0]).to.equal(following(signedBy(me), 0, rest));
    }
  });

  it('count nobody who came into the map within ten minutes, once this node is older than that', () => {
    const old = NAMES.slice(0, 10);
    const among = (names: readonly string[], by: string) => following(signedBy(by), 0, names.map(signedBy));
    const name = old.find((one) => among(old, one) !== among(NAMES, one)) ?? ''; // or the test would show nothing
    const early = seenBy(name, old, 0);
    const late = after(early, 3 * RING_AGE_MS, itemsHeard('out-1', NAMES.map((one, at) => recordOf(one, {
      seq: 3, addresses: [addressOf(one)], out: [signedBy(NAMES[(at + 1) % NAMES.length] ?? '')],
    }))));
    expect(ringSuccessors(late, 4 * RING_AGE_MS - 1)[0]).to.equal(among(old, name));
    expect(ringSuccessors(late, 4 * RING_AGE_MS)[0]).to.equal(among(NAMES, name));
  });

  it('take all for old whom a node meets in its own first ten minutes', () => {
    const state = seenBy(me, NAMES, RING_AGE_MS);
    expect(ringSuccessors(state, RING_AGE_MS)[0]).to.equal(following(signedBy(me), 0, NAMES.map(signedBy)));
  });

  it('have nobody where there is no map, and none but the other in a network of two', () => {
    expect(ringSuccessors(initialState(aSelf()), 0)).to.deep.equal([undefined, undefined]);
    const other = signedBy(NAMES[1] ?? '');
    expect(ringSuccessors(seenBy(me, NAMES.slice(0, 2)), 0)).to.deep.equal([other, other]);
  });

  it('let a node see from its own map who comes before it', () => {
    const views = NAMES.map((name) => seenBy(name));
    for (const [at, name] of NAMES.entries()) {
      const before = NAMES.map(signedBy).filter((one) => ringsBefore(views[at] ?? aState(), one, 0).length > 0);
      const wanted = views.flatMap((one) => (ringSuccessors(one, 0).includes(signedBy(name)) ? [one.self.node] : []));
      expect(before).to.have.members(wanted);
    }
    expect(ringsBefore(seenBy(me), signedBy('a stranger'), 0)).to.deep.equal([]);
    expect(ringsBefore(seenBy(me), signedBy(me), 0)).to.deep.equal([]);
  });
});
