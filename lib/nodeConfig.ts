// What a node is made of. Whatever has a number takes it where it is made: `maxIncoming(64)`, `ticks('idle', 1_000, …)`.
import type { Observable } from 'rxjs';
import type { Address } from './address.ts';
import type { Answered } from './answered.ts';
import type { Effects } from './effect.ts';
import type { Env } from './env.ts';
import type { Guards } from './guard.ts';
import type { Net } from './net.ts';
import type { Signer, Verifier } from './network/signing.ts';
import type { NodeId } from './nodeId.ts';
import type { MakePolicies } from './policy.ts';
import type { LogWriter } from './recording/logLine.ts';
import type { Reducers } from './reducer.ts';
import type { Sources } from './source.ts';
import type { Transport } from './transport.ts';

export interface NodeConfig {
  /** Who the node is: on a secure transport, the id of the transport's key. */
  readonly id: NodeId;
  readonly transport: Transport;
  /** Nodes of different networks refuse each other; `millrace` unless told. */
  readonly network?: string;
  /** For people; empty unless told. */
  readonly label?: string;
  /** What the places of addresses in the book follow from, the same at each start; random unless told. */
  readonly bookKey?: string;
  /** Where to listen; nowhere unless told. `HOST:0` takes a free port. */
  readonly listen?: readonly Address[];
  /** Where others can reach it, when that is not where it listens: IP addresses, 4 at most. */
  readonly announce?: readonly Address[];
  /** The first addresses to know. */
  readonly peers?: readonly Address[];
  /** Instead of the default ones; `{ ...defaultPolicies({}, env), redial: mine }` changes one. */
  readonly policies?: MakePolicies;
  /** Instead of the default ones; `{ ...defaultGuards({}), mine }` adds one. */
  readonly guards?: Guards;
  /** Signs what the node says of itself; the transport's unless told. Without one, it is in nobody's map. */
  readonly signer?: Signer;
  /** Checks what others have signed: Ed25519 unless told. Simulations sign with a keyed hash. */
  readonly verifier?: Verifier;
  /** Writes down a `seq` before it is used, so that none is used twice; without one, the clock must do. */
  readonly reserve?: (seq: number) => Observable<number>;
  /** Beside what the protocol obliges, and after it. */
  readonly reducers?: Reducers;
  /** Beside the default ones, and instead of those of the same name: the four ticks. */
  readonly sources?: Sources | ((net: Net, env: Env) => Sources);
  /** Beside the node's own: what writes to the disk. */
  readonly effects?: Effects;
  /** Told of every request of a peer that has ended: on the path of the data, so be quick. */
  readonly answered?: (answered: Answered) => void;
  /** Time and chance; the real ones unless told. */
  readonly env?: Env;
  /** Where all is written down that a replay needs, and what the policies and guards were made with. */
  readonly recording?: { readonly log: LogWriter; readonly habits: unknown };
}
