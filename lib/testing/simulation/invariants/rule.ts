// What an invariant of a node is made of, once for each time that it is started.
import type { Inputs } from '../../../because.ts';
import type { NodeId } from '../../../nodeId.ts';
import type { State } from '../../../state.ts';
import type { Step } from '../../../step.ts';

/** What is known about a node from outside. */
export interface About {
  readonly id: NodeId;
  /** Who is behind a host, and whether a node of this network may be connected to them. */
  readonly who: (host: string) => { readonly id: NodeId; readonly mayOpen: boolean } | undefined;
  /** A node id, host or endpoint of a node that keeps to the rules. */
  readonly isHonest: (subject: string) => boolean;
  /** Whether a node has ever held a map with these entries: `contentOf`, in hex. */
  readonly hasHeld: (id: NodeId, content: string) => boolean;
  /** The highest sequence number that its records have had so far, over all its starts. */
  readonly published: { seq: number };
  /** Its disk could not write down a number that was used: then only its clock keeps it from using it again. */
  readonly hasForgotten: () => boolean;
  /** Whether a node has signed a record with this hash; of a stranger nobody knows. */
  readonly hasSigned: (id: NodeId, hash: string) => boolean;
  /** What was in its address book when it started. */
  readonly book: string | undefined;
  /** What it believes at the moment. */
  readonly state: () => State | undefined;
  /** The default policies decide, so what they promise holds. */
  readonly hasDefaultPolicies: boolean;
  /** The default guards are asked, so their limits hold. */
  readonly hasDefaultGuards: boolean;
  /** How far its clock has been set forward since it started: time that did not pass. */
  readonly skippedMs: () => number;
  /** For how long nodes have been held up at a time, at most; in milliseconds. */
  readonly lateMs: () => number;
}

/** Says at every step whether it is broken, and by what. */
export type Check = (step: Step) => false | Inputs;

export interface Rule {
  readonly name: string;
  readonly make: (about: About) => Check;
}
