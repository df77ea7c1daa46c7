// What waits for slow networks over all connections, and who goes when it is too much.
import { expect } from 'chai';
import { heldUnsent, holdUnsent, roomFor, type Holder } from '../../lib/wire/heldBytes.ts';
import { HELD_BYTES_ALL_MAX } from '../../lib/wire/sessionLimits.ts';

const MIB = 1_024 * 1_024;

class Slow implements Holder {
  readonly told: string[] = [];

  overflowed(detail: string): void {
    this.told.push(detail);
    holdUnsent(this, 0);
  }
}

describe('what waits unsent', () => {
  const made: Slow[] = [];
  /** What connections of other specs have left unsent. */
  let before: number;
  const free = (): number => HELD_BYTES_ALL_MAX - before;
  const slow = (bytes: number): Slow => {
    const one = new Slow();
    made.push(one);
    holdUnsent(one, bytes);
    return one;
  };

  beforeEach(() => {
    before = heldUnsent();
  });
  afterEach(() => {
    for (const one of made.splice(0)) holdUnsent(one, 0);
    expect(heldUnsent()).to.equal(before);
  });

  it('is the sum over all, and what a holder says last counts', () => {
    const one = slow(5);
    slow(7);
    holdUnsent(one, 2);
    expect(heldUnsent()).to.equal(before + 9);
  });

  it('has room up to the limit, to the byte', () => {
    const one = slow(free() - 10);
    const other = slow(0);
    expect(roomFor(other, 10)).to.equal(true);
    expect(one.told).to.deep.equal([]);
  });

  it('past it takes it from the one that holds most, and says so', () => {
    const [most, less] = [slow(free() - 2 * MIB), slow(2 * MIB)];
    const newcomer = slow(0);
    expect(roomFor(newcomer, MIB)).to.equal(true);
    expect(most.told).to.deep.equal(
      [`${free() - 2 * MIB} of ${HELD_BYTES_ALL_MAX} bytes unsent, limit for all peers ${HELD_BYTES_ALL_MAX}`]);
    expect(less.told).to.deep.equal([]);
  });

  it('refuses the one that would hold most itself, and closes nobody', () => {
    const [most, less] = [slow(free() - MIB), slow(MIB)];
    expect(roomFor(most, 1)).to.equal(false);
    expect([...most.told, ...less.told]).to.deep.equal([]);
  });
});
