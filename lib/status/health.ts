// Whether a node lives, and whether it is part of its network: what supervisors and load balancers ask.
import { endpointOf, type Endpoint } from '../address.ts';
import { alive, type AddressState, type State } from '../state.ts';

/** The wheel of the heartbeats turns every second: a loop that has not been through a turn for so long is stuck. */
export const LOOP_MS_MAX = 10_000;

export interface Health {
  readonly healthy: boolean;
  readonly lifecycle: State['lifecycle'];
  /** How long ago the loop has last been through a turn. */
  readonly loopMs: number;
  /** What is wrong; empty when nothing is. */
  readonly why: readonly string[];
}

/**
 * Alive: the loop goes round. A node that is stopping is healthy until it has stopped.
 *
 * @param now milliseconds since 1970 @param turnedAt when the loop was last through a turn
 */
export const health = ({ lifecycle }: State, now: number, turnedAt: number): Health => {
  const loopMs = Math.max(0, now - turnedAt);
  const why = [
    ...(lifecycle === 'stopped' ? ['the node has stopped'] : []),
    ...(loopMs > LOOP_MS_MAX ? [`the loop has made no turn for ${loopMs} ms, limit ${LOOP_MS_MAX}`] : []),
  ];
  return { healthy: why.length === 0, lifecycle, loopMs, why };
};

export interface Readiness {
  readonly ready: boolean;
  readonly lifecycle: State['lifecycle'];
  readonly listening: number;
  readonly edges: number;
  /** Addresses of others that its operator told it of: on the command line, in a file, by DNS. */
  readonly configured: number;
  readonly why: readonly string[];
}

/** Where the operator's own addresses come from; `dns-2` is the second name that is looked up. */
const BY_OPERATOR = /^(config|file|dns(-\d+)?)$/;

/** A name that stands for all nodes stands for this one, too. What it announces it never dials, to find that out. */
const isOther = (own: ReadonlySet<Endpoint>) => ({ endpoint, from, self }: AddressState): boolean =>
  self !== true && !own.has(endpoint) && BY_OPERATOR.test(from);

/**
 * Joined: it runs, listens wherever it was told to, and has a connection, in or out. One that was told of nobody but
 * itself is a network of its own, and ready without.
 *
 * @param toListen on how many addresses it was told to listen
 */
export const readiness = (state: State, toListen: number): Readiness => {
  const edges = alive(state, 'in') + alive(state, 'out');
  const own = new Set([...state.listening, ...state.reachable].map(endpointOf));
  const configured = [...state.addresses.values()].filter(isOther(own)).length;
  const listening = state.listening.length;
  const why = [
    ...(state.lifecycle === 'running' ? [] : [`the node is ${state.lifecycle}`]),
    ...(listening >= toListen ? [] : [`listening on ${listening} of ${toListen} addresses`]),
    ...(edges > 0 || configured === 0 ? [] : [`no connection is alive, and ${configured} addresses are configured`]),
  ];
  return { ready: why.length === 0, lifecycle: state.lifecycle, listening, edges, configured, why };
};
