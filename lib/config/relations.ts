// What must hold between the values of a configuration, each being fine by itself.
import { isIP } from 'node:net';
import { hostOf, parseAddress } from '../address.ts';
import { formatDuration } from '../duration.ts';
import { memoryBound, memoryText } from '../memoryBound.ts';
import { isLoopback, isWildcard } from '../ranges.ts';
import type { Config } from './config.ts';
import type { Path } from './finding.ts';

export interface Violation {
  /** The values that do not go together; the one to blame first. */
  readonly paths: readonly [Path, Path];
  readonly what: string;
}

type Relation = (config: Config) => Violation | undefined;

/** One heartbeat may get lost: a connection is dead when the answer to the second one does not come either. */
const HEARTBEATS_MIN = 2;

const outlivesHeartbeats: Relation = ({ deadAfter, heartbeatEvery }) =>
  deadAfter >= HEARTBEATS_MIN * heartbeatEvery
    ? undefined
    : {
        paths: [['deadAfter'], ['heartbeatEvery']],
        what: `deadAfter is ${formatDuration(deadAfter)}, must be at least ${HEARTBEATS_MIN} x heartbeatEvery, ` +
          `which is ${formatDuration(heartbeatEvery)}`,
      };

const redialsInOrder: Relation = ({ redial: { min, max } }) =>
  min <= max
    ? undefined
    : {
        paths: [['redial', 'min'], ['redial', 'max']],
        what: `redial.min is ${formatDuration(min)}, must be at most redial.max, which is ${formatDuration(max)}`,
      };

const tcpStaysAtHome: Relation = ({ transport, insecure, listen }) => {
  const at = transport === 'tcp' && !insecure ? listen.findIndex((address) => !isLoopback(hostOf(address))) : -1;
  if (at < 0) return undefined;
  return {
    paths: [['listen', at], ['transport']],
    what: `listen[${at}] is ${listen[at] ?? ''}, must be a loopback address with transport tcp, where nobody proves ` +
      'who they are, unless insecure is true; it is false',
  };
};

/** Whether it really is loopback is seen when it is bound. */
const LOCALHOST = 'localhost';

const httpStaysAtHome: Relation = ({ http, httpExpose }) => {
  if (http === 'off' || httpExpose || hostOf(http) === LOCALHOST || isLoopback(hostOf(http))) return undefined;
  return {
    paths: [['http'], ['httpExpose']],
    what: `http is ${http}, must be a loopback address, since whoever reaches it reads all that the node knows, ` +
      'unless httpExpose is true; it is false',
  };
};

/** What is told to others is dialled by others, who resolve no names and know of no port that is free here. */
const canBeDialled = (address: string): boolean => {
  const { host, port } = parseAddress(address);
  return isIP(host) !== 0 && !isWildcard(host) && port !== 0;
};

const announcesPlaces: Relation = ({ announce, listen }) => {
  const at = announce.findIndex((address) => !canBeDialled(address));
  if (at >= 0) {
    const what = `announce[${at}] is ${announce[at] ?? ''}, must be an IP address and port that others can dial`;
    return { paths: [['announce', at], ['listen']], what };
  }
  if (announce.length === 0 || listen.length > 0) return undefined;
  const what = `announce is ${announce.join(', ')}, but listen is empty: nobody would be there`;
  return { paths: [['announce'], ['listen']], what };
};

const MIB = 1_048_576;

const fitsInMemory: Relation = (config) => {
  const bound = memoryBound(config);
  if (bound.bytes <= config.memoryLimitMiB * MIB) return undefined;
  const what = `memoryLimitMiB is ${config.memoryLimitMiB}, must be at least what the limits add up to, `;
  return { paths: [['memoryLimitMiB'], ['incoming']], what: what + memoryText(bound) };
};

const RELATIONS: readonly Relation[] = [
  outlivesHeartbeats, redialsInOrder, tcpStaysAtHome, httpStaysAtHome, announcesPlaces, fitsInMemory,
];

/** Every relation that a configuration violates, named with both values. */
export const violations = (config: Config): readonly Violation[] =>
  RELATIONS.flatMap((relation) => relation(config) ?? []);
