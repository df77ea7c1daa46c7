// What each connection has been told last of where this node stands, in whichever message: nobody is told it twice.
import type { PeerId } from '../event.ts';
import { Latest } from '../latest.ts';
import type { AgreementReport } from '../network/agreement.ts';
import type { NetworkState } from '../networkState.ts';
import { sameReport } from '../whenStill.ts';

/** More than a node has connections. */
const LINKS_MAX = 256;

export class Told {
  readonly #last = new Latest<PeerId, AgreementReport>(LINKS_MAX);

  /** A bulletin about this state of things is on its way. */
  note(peer: PeerId, { agreement }: NetworkState): void {
    this.#last.set(peer, agreement);
  }

  /** @returns the same, to be told */
  telling(peer: PeerId, network: NetworkState): NetworkState {
    this.note(peer, network);
    return network;
  }

  isTold(peer: PeerId, { agreement }: NetworkState): boolean {
    return sameReport(this.#last.get(peer), agreement);
  }

  /** It did not get through. */
  forget(peer: PeerId): void {
    this.#last.delete(peer);
  }
}
