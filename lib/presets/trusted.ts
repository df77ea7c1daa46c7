// A network whose nodes belong to one owner and are listed by name: everybody may talk to everybody, as fast as can be.
import { defaultGuards, defaultPolicies, type Habits } from '../defaults.ts';
import type { Preset } from '../preset.ts';

/** Of our own machines it is known that they come back. */
const REDIAL = { minMs: 250, maxMs: 15_000 };

/** A full mesh of a few dozen nodes, with room for twice as many. */
const CONNECTIONS = { outgoing: 64, outgoingMax: 128, incoming: 128, dialling: 16, handshakes: 64 };

/** All addresses are ours: slots need not be spread over owners. */
const PER_GROUP = { incoming: Infinity, outgoing: Infinity };

/** Who of us is down should be known within seconds. */
const HEARTBEAT_MS = 2_000;

/**
 * The default policies towards a full mesh; of the default guards, those that limit what one stranger can take are left
 * out. Nobody is evicted, scored or banned but by the operator.
 *
 * @example node({ id, transport, peers, ...trusted() })
 */
export const trusted = (habits: Habits = {}): Preset => {
  const all: Habits =
    { ...CONNECTIONS, perGroup: PER_GROUP, redial: REDIAL, heartbeatMs: HEARTBEAT_MS, ...habits };
  const guards = { ...defaultGuards(all) };
  delete guards['perAddress'];
  delete guards['perGroup'];
  delete guards['perNarrowGroup'];
  return { policies: (env) => defaultPolicies(all, env), guards };
};
