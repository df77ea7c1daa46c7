// What the nodes say to each other meanwhile: requests and streams, of which every answer is looked at. I7, I8 and I15.
import type { Subscription } from 'rxjs';
import { RequestError } from '../../peer.ts';
import type { Inhabitant } from './inhabitant.ts';
import type { World } from './world.ts';

/** One conversation a second for ten nodes: enough to be under way whenever something breaks. */
const EVERY_MS_OF_NODE = 10_000;
const BYTES_MAX = 20_000;
const VALUES_MAX = 300;
/** An `ask` ends within its 10 s; one that is not over by then will not be. */
const TIMEOUT_MS = 10_000;
const GRACE_MS = 1_000;

const once = 'I7 each request ends once, in time';
const right = 'I8 an answer is the answer to its question';
const ordered = 'I15 what is sent arrives in order, or not at all';

/** What has become of one request; `net` is what asked it, so that a node that was restarted is not blamed. */
class Conversation {
  readonly #world: World;
  readonly #who: Inhabitant;
  readonly #startedAt: number;
  #ends = 0;

  constructor(world: World, who: Inhabitant) {
    this.#world = world;
    this.#who = who;
    this.#startedAt = who.startedAt;
  }

  wrong(invariant: string, detail: string): void {
    this.#world.report(invariant, detail, this.#who);
  }

  end(): void {
    if (++this.#ends > 1) this.wrong(once, 'ended twice');
  }

  get isOver(): boolean {
    return this.#ends > 0 || this.#who.standing !== 'running' || this.#who.startedAt !== this.#startedAt;
  }

  mustBeOverWithin(ms: number, what: string): void {
    const world = this.#world;
    const look = (): void => {
      if (!this.isOver) this.wrong(once, `${what}: not over after ${ms} ms`);
    };
    // whoever was held up meanwhile is late by that much
    world.after(ms + GRACE_MS, () => this.isOver || (world.lateMs > 0 ? world.after(world.lateMs, look) : look()));
  }
}

const refused = (conversation: Conversation) => (error: unknown): void => {
  conversation.end();
  if (!(error instanceof RequestError)) conversation.wrong(once, `ended with ${String(error)}`);
};

const echo = (world: World, who: Inhabitant, to: string, random: () => number): Subscription | undefined => {
  const conversation = new Conversation(world, who);
  const size = Math.floor(BYTES_MAX * random() ** 4);
  const salt = Math.floor(random() * 2 ** 32);
  const question = Buffer.alloc(4 + size, salt & 255);
  question.writeUInt32BE(salt);
  let answers = 0;
  conversation.mustBeOverWithin(TIMEOUT_MS, 'an ask');
  return who.net?.ask(to, 'sim.echo', question, { timeoutMs: TIMEOUT_MS }).subscribe({
    next: (answer) => {
      if (++answers > 1) conversation.wrong(once, 'answered twice');
      if (!question.equals(answer)) conversation.wrong(right, `${answer.length} bytes for ${question.length}`);
    },
    error: refused(conversation),
    complete: () => {
      conversation.end();
      if (answers !== 1) conversation.wrong(once, `completed with ${answers} answers`);
    },
  });
};

const count = (world: World, who: Inhabitant, to: string, random: () => number): Subscription | undefined => {
  const conversation = new Conversation(world, who);
  const values = Math.floor(VALUES_MAX * random() ** 2);
  const giveUpAfter = random() < 0.3 ? Math.floor(random() * values) : Infinity;
  let next = 0;
  const credits = 1 + Math.floor(random() * 32);
  const options = { timeoutMs: TIMEOUT_MS, credits };
  const asking = who.net?.request(to, 'sim.count', Buffer.from(String(values)), options).subscribe({
    next: (value) => {
      const got = Buffer.from(value).toString();
      if (got !== String(next)) conversation.wrong(ordered, `value ${got}, expected ${next}`);
      if (++next >= giveUpAfter) world.env.scheduler.soon(() => asking?.unsubscribe());
    },
    error: refused(conversation),
    complete: () => {
      conversation.end();
      if (next !== values) conversation.wrong(ordered, `completed after ${next} of ${values} values`);
    },
  });
  return asking;
};

/** Nobody answers: only the time-out, or the end of the connection, ends it. */
const never = (world: World, who: Inhabitant, to: string): Subscription | undefined => {
  const conversation = new Conversation(world, who);
  conversation.mustBeOverWithin(TIMEOUT_MS, 'an ask that nobody answers');
  return who.net?.ask(to, 'sim.never', new Uint8Array(), { timeoutMs: TIMEOUT_MS }).subscribe({
    error: refused(conversation),
    next: () => conversation.wrong(right, 'an answer that nobody gave'),
  });
};

const converse = (world: World, random: () => number): void => {
  const [who, to, what] = [world.pick(random()), world.pick(random()), random()];
  if (who?.standing !== 'running' || to === undefined || who === to || who.clock.isHeldUp) return;
  if (what < 0.6) echo(world, who, to.id, random);
  else if (what < 0.9) count(world, who, to.id, random);
  else never(world, who, to.id);
};

/** Lets the nodes of a world talk, until it ends. */
export const converseAlways = (world: World): void => {
  const random = world.chanceOf('workload');
  const everyMs = EVERY_MS_OF_NODE / world.plan.nodes;
  const again = (): void => {
    converse(world, random);
    world.after(Math.round(2 * everyMs * random()), again);
  };
  world.after(everyMs, again);
};
