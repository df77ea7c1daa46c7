// What two nodes tell each other first, before anything else is said. JSON, checked against schema/hello.schema.json.
import type { Address } from './address.ts';
import type { NodeId } from './nodeId.ts';

/** Raised when two nodes of different versions could no longer understand each other. */
export const PROTOCOL_VERSION = 1;

export interface Hello {
  readonly version: number;
  /** Nodes of different networks refuse each other. */
  readonly network: string;
  readonly id: NodeId;
  /** Random per process: tells a restarted node from a second connection of the same one. */
  readonly boot: string;
  readonly label?: string;
  /** Where the node listens, without ids; empty when it only dials. */
  readonly addresses: readonly Address[];
  readonly capabilities: readonly string[];
  /** The sender's wall clock, milliseconds since 1970. */
  readonly clock?: number;
  /** Base64url of 32 bytes exported from the TLS channel: this hello was written for this channel alone. */
  readonly nonce?: string;
}
