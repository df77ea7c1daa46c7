// What every stranger that breaks the rules needs: a host, a key, somebody to call, and something to say.
import { catchError, defer, EMPTY, mergeMap, repeat, Subscription, timer, type Observable } from 'rxjs';
import type { Address } from '../../../address.ts';
import { PROTOCOL_VERSION, type Hello } from '../../../hello.ts';
import { jsonBytes } from '../../../json.ts';
import type { NodeId } from '../../../nodeId.ts';
import { nonceOf } from '../../../peers/nonce.ts';
import type { Channel, Transport } from '../../../transport.ts';
import { nodeIdFrom } from '../../nodeIdFrom.ts';
import { PORT } from '../inhabitant.ts';
import type { World } from '../world.ts';

export interface Stage {
  readonly world: World;
  readonly host: string;
  /** It has a key of its own, made of this. */
  readonly name: string;
  readonly chance: () => number;
}

/** Unsubscribed when it leaves. */
export type Actor = (stage: Stage) => Subscription;

export const idOfActor = ({ name }: Stage): NodeId => nodeIdFrom(`byzantine ${name}`);

export const endpointOfActor = ({ host }: Stage): Address => `${host}:${PORT}`;

/** @param mayOpen whether it says and proves all that is asked of it, so that it gets in */
export const transportOf = (stage: Stage, mayOpen: boolean, honest = false): Transport => {
  const node = idOfActor(stage);
  stage.world.meet(stage.host, node, { honest, mayOpen });
  return stage.world.network.transport({ host: stage.host, node });
};

/** Where the honest nodes are that run now. */
export const targets = ({ world }: Stage): readonly Address[] =>
  world.inhabitants.filter(({ standing }) => standing === 'running').map(({ endpoint }) => endpoint);

export const aTarget = (stage: Stage): Address | undefined => {
  const all = targets(stage);
  return all[Math.floor(stage.chance() * all.length)];
};

/** As many as a node draws. */
const BOOT_CHARS = 16;

export const helloOf = (stage: Stage, channel: Channel, more: Partial<Hello> = {}): Uint8Array =>
  jsonBytes({
    version: PROTOCOL_VERSION,
    network: stage.world.networkName,
    id: idOfActor(stage),
    boot: idOfActor(stage).slice(0, BOOT_CHARS),
    addresses: [endpointOfActor(stage)],
    capabilities: ['addresses'],
    clock: stage.world.env.scheduler.now(),
    ...nonceOf(channel),
    ...more,
  });

/** Calls somebody again and again, and does something with each channel; whatever ends one is no concern of its. */
export const calling = (
  stage: Stage,
  { everyMs, mayOpen, honest }: { readonly everyMs: number; readonly mayOpen: boolean; readonly honest?: boolean },
  work: (channel: Channel) => Observable<unknown>,
): Subscription => {
  const { scheduler } = stage.world.env;
  const transport = transportOf(stage, mayOpen, honest);
  const call = defer(() => {
    const target = aTarget(stage);
    return target === undefined ? EMPTY : transport.dial(target).pipe(
      mergeMap((connection) => connection.secure()), // one dial makes one connection
      mergeMap(work),
      catchError((_error: unknown) => EMPTY), // whatever it was: a stranger does not mind being refused
    );
  });
  // a stranger calls for as long as it is there; the simulation unsubscribes it
  return call.pipe(repeat({ count: CALLS_MAX, delay: () => timer(everyMs, scheduler) })).subscribe();
};

const CALLS_MAX = 10_000;
