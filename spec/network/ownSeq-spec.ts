// A node that hears of itself: echoes, restarts that forgot, and another process with its key.
import { expect } from 'chai';
import { JUMP_WINDOW_MS, NO_SEQ, ownHeard, ownSigned, type OwnHeard, type OwnSeq } from '../../lib/network/ownSeq.ts';

const mine = ownSigned(NO_SEQ, { seq: 100, hash: 'b' });

/** Hears records of these, one after the other, and goes past each as it is told to. */
const hearing = (start: OwnSeq, ...heard: readonly (readonly [seq: number, now: number])[]): OwnHeard =>
  heard.reduce<OwnHeard>(({ own }, [seq, now]) => {
    const next = ownHeard(own, { seq, hash: 'other' }, now);
    return next.reissue === undefined ? next : { ...next, own: ownSigned(next.own, { seq: next.reissue, hash: 'b' }) };
  }, { own: start, duplicate: false });

describe('a node that hears its own record', () => {
  it('lets an echo and all that is older be', () => {
    expect(ownHeard(mine, { seq: 100, hash: 'b' }, 200)).to.deep.equal({ own: mine, duplicate: false });
    expect(ownHeard(mine, { seq: 99, hash: 'c' }, 200)).to.deep.equal({ own: mine, duplicate: false });
  });

  it('goes past a later one, and past another one of the same time', () => {
    expect(ownHeard(mine, { seq: 500, hash: 'c' }, 200)).to.include({ reissue: 501, duplicate: false });
    expect(ownHeard(mine, { seq: 100, hash: 'c' }, 200)).to.include({ reissue: 200, duplicate: false });
    expect(ownHeard(NO_SEQ, { seq: 500, hash: 'c' }, 200)).to.include({ reissue: 501 });
  });

  it('is found to be two when it must do so a third time within ten minutes', () => {
    expect(hearing(mine, [500, 1], [600, 2]).duplicate).to.equal(false);
    expect(hearing(mine, [500, 1], [600, 2], [700, 3]).duplicate).to.equal(true);
    const later = JUMP_WINDOW_MS + 1;
    expect(hearing(mine, [500, 1], [later + 600, 2], [2 * later, later]).duplicate).to.equal(false);
    expect(hearing(mine, [500, 1], [600, 2], [700, 3], [800, 4]).own.jumps.length).to.equal(3);
  });
});
