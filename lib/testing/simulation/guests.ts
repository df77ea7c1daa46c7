// Honest strangers: programs that speak the protocol and know nothing of the map, of this version or of a later one. They
// keep to the rules, so nobody may send them away where nothing goes wrong. Part of I18 and I20.
import { merge, ignoreElements, defer, tap, type Observable } from 'rxjs';
import type { Hello } from '../../hello.ts';
import type { Channel } from '../../transport.ts';
import { openSession } from '../../wire/openSession.ts';
import type { Ending } from '../../wire/session.ts';
import { calling, helloOf, type Stage } from './actors/actor.ts';
import type { World } from './world.ts';

/** In this share of the runs there is one. */
const SHARE = 0.4;
const CALL_EVERY_MS = 5_000;
/** Whatever went wrong before has been found out by then. */
const SETTLED_MS = 50_000;

/** What a later version of the protocol may add without changing its number. */
const LATER: Partial<Hello> & { readonly moons: number } = { capabilities: ['moons'], moons: 2 };
const PLAIN: Partial<Hello> = { capabilities: [], addresses: [] };

/** A node may be full, or go. */
const MAY_SAY: ReadonlySet<string> = new Set(['stopping', 'full', 'dropped', 'banned', 'ended', 'reset', 'refused']);

const isWrong = (world: World, { reason, endedBy }: Ending): boolean => {
  const since = world.calmSince;
  const isCalm = since !== undefined && (world.now - since >= SETTLED_MS || !world.hasSuffered);
  return isCalm && !world.isOver && endedBy !== 'local' && !MAY_SAY.has(reason);
};

/** Says hello, answers what it is asked to show that it is alive, and stays. */
const visiting = (stage: Stage, more: Partial<Hello>) => (channel: Channel): Observable<unknown> => {
  const { world } = stage;
  const responder = { handlerFor: () => undefined };
  const session = openSession({ peer: 'out-1', role: 'tail', channel, env: world.env, responder });
  const heard = session.signal$.pipe(tap((signal) => {
    if (signal.type !== 'ended' || !isWrong(world, signal.ending)) return;
    const { reason, detail = '' } = signal.ending;
    world.report('I20 a guest who keeps to the rules may stay', `sent away: ${reason}, ${detail}`);
  }));
  const greeting = defer(() => {
    session.setUp(helloOf(stage, channel, more));
    return [];
  });
  return merge(heard, greeting.pipe(ignoreElements())); // in this order: who says hello must be listening
};

/** Some runs have a guest, who comes when the nodes are there and stays until the end. */
export const inviteGuest = (world: World): void => {
  const chance = world.chanceOf('guest');
  if (chance() >= SHARE) return;
  const more = chance() < 0.5 ? PLAIN : LATER;
  const stage: Stage = { world, host: world.newHost(), name: 'guest', chance };
  world.at(Math.round(5_000 + 10_000 * chance()), () => {
    world.visitors.add(calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: true, honest: true }, visiting(stage, more)));
  });
};
