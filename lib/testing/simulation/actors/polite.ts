// Strangers that are let in, and then abuse it.
import { catchError, defer, EMPTY, map, merge, mergeMap, of, Subscription, tap, timer, type Observable } from 'rxjs';
import type { Address } from '../../../address.ts';
import type { KnownAddress } from '../../../event.ts';
import { jsonBytes } from '../../../json.ts';
import type { Handler } from '../../../peer.ts';
import type { Channel, Connection } from '../../../transport.ts';
import { encode } from '../../../wire/codec.ts';
import { openSession } from '../../../wire/openSession.ts';
import { encodeRoute } from '../../../wire/routing.ts';
import type { Session } from '../../../wire/session.ts';
import { setUpFrame } from '../../../wire/setUp.ts';
import { nodeIdFrom } from '../../nodeIdFrom.ts';
import { calling, endpointOfActor, helloOf, targets, transportOf, type Actor, type Stage } from './actor.ts';
import { listening } from './rude.ts';

const CALL_EVERY_MS = 2_000;
const REQUESTS = 1_000;
const LARGE_BYTES = 60_000;

const request = (stream: number, route: string, data: Uint8Array): Uint8Array =>
  encode({ type: 'REQUEST_RESPONSE', stream, follows: false, metadata: encodeRoute(route), data });

const opened = (stage: Stage, channel: Channel): void => channel.write(encode(setUpFrame(helloOf(stage, channel))));

/** Asks a thousand things at once, twice a second. */
export const flooder: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: true }, (channel) => {
    opened(stage, channel);
    const asking = timer(500, 500, stage.world.env.scheduler).pipe(tap((round) => {
      const bytes = Array.from({ length: REQUESTS }, (_, at) =>
        request(3 + 2 * (round * REQUESTS + at), 'sim.echo', Uint8Array.of(at & 255)));
      channel.write(Buffer.concat(bytes));
    }));
    return merge(listening(channel), asking);
  });

/** Asks for much and reads nothing. */
export const neverReading: Actor = (stage) =>
  calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: true }, (channel) => {
    opened(stage, channel);
    channel.pause();
    const large = new Uint8Array(LARGE_BYTES);
    const asking = timer(500, 200, stage.world.env.scheduler).pipe(
      tap((round) => channel.write(request(3 + 2 * round, 'sim.echo', large))),
    );
    return merge(listening(channel), asking);
  });

/** Longer than anybody's patience with somebody who does not answer. */
const SLEEP_MS = 75_000;

/** A good beginning, and then not a word, not even an answer to whether it is alive; whoever calls it off. */
export const sleeper: Actor = (stage) => {
  const { world } = stage;
  const asleep = calling(stage, { everyMs: SLEEP_MS, mayOpen: true }, (channel) => {
    opened(stage, channel);
    return listening(channel);
  });
  world.visitors.add(asleep);
  world.after(SLEEP_MS, () => asleep.unsubscribe());
  return new Subscription();
};

const NOBODY = 40;

/** What it tells of others: hosts that do not answer, honest nodes at wrong places, in the past and the future. */
const lies = (stage: Stage): readonly KnownAddress[] => {
  const { scheduler } = stage.world.env;
  const honest = targets(stage);
  const nobody = Array.from({ length: NOBODY }, (_, at): Address => `61.${at}.0.1:7000`);
  const wrong = honest.map((endpoint, at): Address => `${nodeIdFrom(`nobody ${at}`)}@${endpoint}`);
  const moved = stage.world.inhabitants.map(({ id }, at): Address => `${id}@61.${at}.0.2:7000`);
  return [
    ...nobody.map((address) => ({ address, aliveAt: scheduler.now() + 1e9 })),
    ...wrong.map((address) => ({ address, aliveAt: scheduler.now() })),
    ...moved.map((address) => ({ address })),
    { address: `${stage.host}:7001` },
  ];
};

/** As a head: greets whoever calls, and answers with lies. */
const answering = (stage: Stage, channel: Channel): Observable<unknown> =>
  defer(() => {
    const { env } = stage.world;
    const handler: Handler = () => of(jsonBytes({ addresses: lies(stage) }));
    const responder = { handlerFor: (route: string) => (route === 'millrace.addresses' ? handler : undefined) };
    const session: Session = openSession({ peer: 'in-1', role: 'head', channel, responder, env });
    return session.signal$.pipe(tap(({ type }) => {
      if (type === 'greeted') session.welcome(helloOf(stage, channel));
    }));
  });

const darkHosts = ({ world }: Stage): void => {
  for (let at = 0; at < NOBODY; at++) {
    const host = `61.${at}.0.1`;
    world.network.transport({ host });
    world.network.vanish(host);
  }
};

/** Is found by its hello, and tells everybody who asks it of addresses that are none. */
export const poisoner: Actor = (stage) => {
  darkHosts(stage);
  const playing = new Subscription();
  const serve = (connection: Connection): Observable<unknown> =>
    connection.secure().pipe(
      mergeMap((channel) => answering(stage, channel)), // one connection has one channel
      catchError((_error: unknown) => EMPTY), // it ends: that is nothing to a stranger
    );
  // mergeMap without a limit: whoever comes is lied to
  const served = transportOf(stage, true).listen(endpointOfActor(stage)).pipe(
    mergeMap(({ connection$ }) => connection$),
    mergeMap(serve),
  );
  playing.add(served.subscribe());
  playing.add(calling(stage, { everyMs: CALL_EVERY_MS, mayOpen: true }, (channel) => {
    opened(stage, channel);
    return listening(channel).pipe(map(() => EMPTY));
  }));
  return playing;
};
