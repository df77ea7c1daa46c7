// SETUP: what our tail says, and what our head can do with what a tail says.
import { ERROR_CODE, type SetupFrame } from './frame.ts';
import type { Goodbye } from './session.ts';
import { KEEP_ALIVE_MS, LIFETIME_MS } from './sessionLimits.ts';

/** RSocket's own version, not ours: that is in the hello. */
const [MAJOR, MINOR] = [1, 0];

/** The route that every tail asks first. Its answer is the head's hello. */
export const HELLO_ROUTE = 'millrace.hello';

/** Every request says by it which route it is for. RSocket's extension "Routing". */
const METADATA_MIME = 'message/x.rsocket.routing.v0';
const DATA_MIME = 'application/octet-stream';

export const setUpFrame = (hello: Uint8Array): SetupFrame => ({
  type: 'SETUP',
  major: MAJOR,
  minor: MINOR,
  keepAliveMs: KEEP_ALIVE_MS,
  lifetimeMs: LIFETIME_MS,
  lease: false,
  resume: false,
  metadataMime: METADATA_MIME,
  dataMime: DATA_MIME,
  data: hello,
});

export const NO_RESUMPTION = 'resumption is not supported';

export interface Refusal {
  readonly goodbye: Goodbye;
  readonly code: number;
}

const unsupported = (reason: 'protocol' | 'other-version', detail: string): Refusal =>
  ({ goodbye: { reason, detail }, code: ERROR_CODE.UNSUPPORTED_SETUP });

/** Why a tail's SETUP cannot be served, or nothing. Any MIME type of data will do: handlers get bytes. */
export const refusalOf = (frame: SetupFrame): Refusal | undefined => {
  if (frame.major !== MAJOR) {
    return unsupported('other-version', `RSocket ${frame.major}.${frame.minor}, ${MAJOR}.${MINOR} is spoken here`);
  }
  if (frame.resume) return unsupported('protocol', NO_RESUMPTION);
  if (frame.metadataMime.toLowerCase() === METADATA_MIME) return undefined;
  return unsupported('protocol', `metadata of type ${frame.metadataMime}, ${METADATA_MIME} expected`);
};
