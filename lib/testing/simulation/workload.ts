// What the nodes say to each other meanwhile: requests and streams, of which every answer is looked at. I7, I8 and I15.
import { map, take, tap, timer, type Subscription } from 'rxjs';
import type { PeerId } from '../../event.ts';
import { Conversation, once, ordered, right, type Parties } from './conversation.ts';
import { LARGE_BYTES } from './handlers.ts';
import type { Inhabitant } from './inhabitant.ts';
import type { World } from './world.ts';

/** One conversation a second for ten nodes: enough to be under way whenever something breaks. */
const EVERY_MS_OF_NODE = 10_000;
const BYTES_MAX = 20_000;
const VALUES_MAX = 300;
/** An `ask` ends within its 10 s; one that is not over by then will not be. */
const TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 1_000;
/** Of credits given by hand: at a time, how often, and how soon again. */
const HAND_CREDITS_MAX = 10;
const HAND_ROUNDS_MAX = 8;
const HAND_MS = 150;
/** Of large answers, asked for at once: more than a head may have unsent. */
const BURST = 20;

/** A number in [0, 1), and all that is still under way. */
interface Talk {
  readonly random: () => number;
  readonly open: Set<Conversation>;
}

const began = (parties: Parties, { open }: Talk, what: string): Conversation => {
  const conversation = new Conversation(parties, what);
  open.add(conversation);
  return conversation;
};

const ask = (parties: Parties, talk: Talk, question: Buffer): void => {
  const { who, peer } = parties;
  const conversation = began(parties, talk, 'an ask');
  let answers = 0;
  conversation.mustBeOverWithin(TIMEOUT_MS);
  who.net?.ask(peer, 'sim.echo', question, { timeoutMs: TIMEOUT_MS }).subscribe({
    next: (answer) => {
      if (++answers > 1) conversation.wrong(once, 'answered twice');
      if (!question.equals(answer)) conversation.wrong(right, `${answer.length} bytes for ${question.length}`);
    },
    error: (error: unknown) => conversation.failed(error),
    complete: () => {
      conversation.end();
      if (answers !== 1) conversation.wrong(once, `completed with ${answers} answers`);
    },
  });
};

const echo = (parties: Parties, talk: Talk): void => {
  const size = Math.floor(BYTES_MAX * talk.random() ** 4);
  const salt = Math.floor(talk.random() * 2 ** 32);
  const question = Buffer.alloc(4 + size, salt & 255);
  question.writeUInt32BE(salt);
  ask(parties, talk, question);
};

/** At once what a head cannot send at once, and then something small. */
const burst = (parties: Parties, talk: Talk): void => {
  const { who, peer } = parties;
  for (let at = 0; at < BURST; at++) {
    const conversation = began(parties, talk, 'one of many large asks');
    conversation.mustBeOverWithin(TIMEOUT_MS);
    who.net?.ask(peer, 'sim.large', Buffer.from([at]), { timeoutMs: TIMEOUT_MS }).subscribe({
      next: (answer) => {
        if (answer.length !== LARGE_BYTES || answer[0] !== at) conversation.wrong(right, `${answer.length} bytes`);
      },
      error: (error: unknown) => conversation.failed(error),
      complete: () => conversation.end(),
    });
  }
  echo(parties, talk);
};

/** @param route a handler that emits all at once, or over time */
const count = (parties: Parties, talk: Talk, route: string): void => {
  const { random } = talk;
  const { who, peer, world } = parties;
  const conversation = began(parties, talk, 'a stream');
  const values = Math.floor(VALUES_MAX * random() ** 2);
  const giveUpAfter = random() < 0.3 ? Math.floor(random() * values) : Infinity;
  let next = 0;
  const credits = 1 + Math.floor(random() * 32);
  const options = { timeoutMs: TIMEOUT_MS, credits };
  const asking: Subscription | undefined =
    who.net?.request(peer, route, Buffer.from(String(values)), options).subscribe({
      next: (value) => {
        conversation.moved();
        const got = Buffer.from(value).toString();
        if (got !== String(next)) conversation.wrong(ordered, `value ${got}, expected ${next}`);
        if (++next < giveUpAfter) return;
        world.env.scheduler.soon(() => {
          conversation.givenUp();
          asking?.unsubscribe();
        });
      },
      error: (error: unknown) => conversation.failed(error),
      complete: () => {
        conversation.end();
        if (next !== values) conversation.wrong(ordered, `completed after ${next} of ${values} values`);
      },
    });
};

/** More values than were asked for may not come, however many wait; `sim.count` has them all at once. */
const byHand = (parties: Parties, talk: Talk): void => {
  const { who, peer, world } = parties;
  const conversation = began(parties, talk, 'a stream whose credits are given by hand');
  const credits = 1 + Math.floor(talk.random() * HAND_CREDITS_MAX);
  const rounds = 1 + Math.floor(talk.random() * HAND_ROUNDS_MAX);
  let [given, got] = [credits, 0];
  const more$ = timer(HAND_MS, HAND_MS, world.env.scheduler).pipe(
    take(rounds),
    map(() => credits),
    tap((more) => given += more),
  );
  const all = credits * (rounds + 1);
  const options = { timeoutMs: TIMEOUT_MS, credits, more$ };
  const asked = who.net?.request(peer, 'sim.count', Buffer.from(String(all)), options);
  asked?.subscribe({
    next: () => {
      conversation.moved();
      if (++got > given) conversation.wrong(ordered, `${got} values for ${given} credits`);
    },
    error: (error: unknown) => conversation.failed(error),
    complete: () => {
      conversation.end();
      if (got !== all) conversation.wrong(ordered, `completed after ${got} of ${all} values`);
    },
  });
};

/** Nobody answers: only the time-out, or the end of the connection, ends it. */
const never = (parties: Parties, talk: Talk): void => {
  const conversation = began(parties, talk, 'an ask that nobody answers');
  conversation.isFutile();
  conversation.mustBeOverWithin(TIMEOUT_MS);
  parties.who.net?.ask(parties.peer, 'sim.never', new Uint8Array(), { timeoutMs: TIMEOUT_MS }).subscribe({
    error: (error: unknown) => conversation.failed(error),
    next: () => conversation.wrong(right, 'an answer that nobody gave'),
  });
};

/** The connection to a node that may be asked something. */
const headOf = ({ net }: Inhabitant, { id }: Inhabitant): PeerId | undefined => {
  for (const peer of net?.state.peersByNode.get(id) ?? []) {
    const known = net?.state.peers.get(peer);
    if (known?.direction === 'out' && known.phase === 'alive') return peer;
  }
  return undefined;
};

const converse = (world: World, talk: Talk): void => {
  const { random } = talk;
  const [who, to, what] = [world.pick(random()), world.pick(random()), random()];
  if (who?.standing !== 'running' || to === undefined || who === to || who.clock.isHeldUp) return;
  const peer = headOf(who, to);
  if (peer === undefined) return;
  const parties: Parties = { world, who, to, peer };
  if (what < 0.5) echo(parties, talk);
  else if (what < 0.7) count(parties, talk, 'sim.count');
  else if (what < 0.8) count(parties, talk, 'sim.drip');
  else if (what < 0.85) byHand(parties, talk);
  else if (what < 0.9 && world.isRoomy) burst(parties, talk);
  else never(parties, talk);
};

/** Lets the nodes of a world talk, until it ends. */
export const converseAlways = (world: World): void => {
  const talk: Talk = { random: world.chanceOf('workload'), open: new Set() };
  const everyMs = EVERY_MS_OF_NODE / world.plan.nodes;
  const again = (): void => {
    converse(world, talk);
    world.after(Math.round(2 * everyMs * talk.random()), again);
  };
  const look = (): void => {
    for (const conversation of talk.open) {
      conversation.look();
      if (conversation.isOver) talk.open.delete(conversation);
    }
    world.after(LOOK_EVERY_MS, look);
  };
  world.after(everyMs, again);
  world.after(LOOK_EVERY_MS, look);
};
