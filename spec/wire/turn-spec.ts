// Who may read how much in a turn of the event loop.
import { expect } from 'chai';
import { Subscription, type SchedulerLike } from 'rxjs';
import type { Env } from '../../lib/env.ts';
import { Share, turnOf, UNIT_BYTES, UNITS_EACH_MIN, UNITS_PER_TURN, type Turn } from '../../lib/wire/turn.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';

/** Reads frames of no bytes until it must stop, and goes on in its next turn. */
class Reader {
  readonly share: Share;
  readonly turn: Turn;
  read = 0;
  wants = 0;

  constructor(turn: Turn) {
    this.turn = turn;
    this.share = new Share(turn);
  }

  goOn(): void {
    while (this.wants > 0) {
      this.wants--;
      this.read++;
      if (!this.share.take(0) && this.wants > 0) {
        this.turn.join(this);
        return;
      }
    }
  }

  comes(frames: number): void {
    this.wants += frames;
    this.goOn();
  }
}

describe('a turn', () => {
  let turn: Turn;
  let ends: (() => void)[];

  beforeEach(() => {
    ends = [];
    const schedule = (end: () => void): Subscription => (ends.push(end), new Subscription());
    turn = turnOf({ scheduler: { now: () => 0, schedule } as unknown as SchedulerLike } as Env);
  });

  const readers = (count: number): readonly Reader[] => Array.from({ length: count }, () => new Reader(turn));
  /** The end of a turn, and not of those after it. */
  const next = (): void => ends.splice(0).forEach((end) => end());

  it('is all of one that is alone, and no more than all', () => {
    const [one] = readers(1);
    one!.comes(UNITS_PER_TURN + 500);
    expect(one!.read).to.equal(UNITS_PER_TURN);
    next();
    expect(one!.read).to.equal(UNITS_PER_TURN + 500);
  });

  it('is shared by those who have much, so that each gets the same', () => {
    const many = readers(16);
    for (const one of many) one.comes(10_000);
    next();
    next();
    const before = many.map(({ read }) => read);
    next();
    for (const [at, one] of many.entries()) expect(one.read - before[at]!).to.equal(UNITS_PER_TURN / 16);
  });

  it('has room for a question of one that has little, though many others are in line', () => {
    const many = readers(32);
    for (const one of many) one.comes(10_000);
    const [quiet] = readers(1);
    for (let round = 0; round < 5; round++) {
      quiet!.comes(UNITS_EACH_MIN - 1);
      expect(quiet!.read).to.equal((round + 1) * (UNITS_EACH_MIN - 1));
      next();
    }
  });

  it('counts bytes as well: a KiB as much as a frame', () => {
    const share = new Share(turn);
    expect(share.take(UNIT_BYTES * (UNITS_PER_TURN - 2))).to.equal(true);
    expect(share.take(0)).to.equal(false);
  });

  it('costs no timer below 256 frames', () => {
    readers(1)[0]!.comes(255);
    expect(ends).to.have.length(0);
    readers(1)[0]!.comes(1);
    expect(ends).to.have.length(1);
    next();
    expect(ends).to.have.length(0);
  });

  it('ends when all that has come has been read, where the node can tell, and not a timer later', () => {
    const turned: (() => void)[] = [];
    const schedule = (): Subscription => expect.fail('a timer was set');
    const scheduler = { now: () => 0, schedule } as unknown as SchedulerLike;
    turn = turnOf({ scheduler, nextTurn: (work) => void turned.push(work) } as Env);
    const [one] = readers(1);
    one!.comes(UNITS_PER_TURN + 500);
    expect(turned).to.have.length(1);
    turned.splice(0).forEach((end) => end());
    expect(one!.read).to.equal(UNITS_PER_TURN + 500);
  });

  it('is forgotten by who leaves the line', () => {
    const [one] = readers(1);
    one!.comes(UNITS_PER_TURN + 500);
    turn.leave(one!);
    next();
    expect(one!.read).to.equal(UNITS_PER_TURN);
  });

  it('is each node\'s own', () => expect(turnOf(new VirtualEnv())).not.to.equal(turn));
});
