// How a connection ended, in words.
import type { PeerClosed } from '../event.ts';
import type { CloseReason } from '../reasons.ts';
import { detailed } from './names.ts';

/** Read after "because", "reset by the network" and the like: what each reason means to a person. */
const MEANING: Readonly<Record<CloseReason, string>> = {
  'stopping': 'the node stops',
  'dropped': 'an operator dropped it',
  'banned': 'banned',
  'full': 'no slot is free',
  'duplicate': 'another connection in this direction stands already',
  'superseded': 'a newer connection took over',
  'self': 'both ends are the same node',
  'refused': 'refused',
  'evicted': 'a better peer needed the slot',
  'idle': 'not used for too long',
  'timed-out': 'no sign of life in time',
  'slow-reader': 'it does not read what it is sent',
  'flooded': 'too many requests',
  'misbehaved': 'it misbehaved',
  'protocol': 'the protocol was broken',
  'too-big': 'a message was too big',
  'other-network': 'another network',
  'other-version': 'another protocol version',
  'wrong-identity': 'another node is there than was asked for',
  'failed': 'a bug',
  'unreachable': 'nobody answered there',
  'tls-failed': 'the TLS handshake failed',
  'bad-certificate': 'its certificate is not acceptable',
  'reset': 'reset by the network',
  'ended': 'it ended without a goodbye',
};

export const meaning = (reason: CloseReason): string => MEANING[reason];

type Ending = Pick<PeerClosed, 'reason' | 'endedBy' | 'detail'>;

const whose = ({ reason, endedBy }: Ending): string => {
  switch (endedBy) {
    case 'local':
      return `we ended it: ${MEANING[reason]}`;
    case 'remote':
      return reason === 'ended' ? 'the remote ended it without a goodbye' : `it said goodbye: ${MEANING[reason]}`;
    case 'network':
      return MEANING[reason];
  }
};

/** What else there is to say; for a drop the reason says it all. */
export const detailOf = ({ reason, detail }: Pick<PeerClosed, 'reason' | 'detail'>): string | undefined =>
  reason === 'dropped' ? undefined : detail;

/** @example howItEnded({ reason: 'full', endedBy: 'remote' }) // 'it said goodbye: no slot is free' */
export const howItEnded = (ending: Ending): string => detailed(whose(ending), detailOf(ending));
