// How many frames a remote may send that begin nothing: requests have a limit of their own, and values have credits.
import type { Env } from '../env.ts';
import { never } from '../never.ts';
import { Bucket } from './bucket.ts';
import type { Frame } from './frame.ts';
import {
  KEEPALIVES_BURST_MAX, KEEPALIVES_PER_SECOND_MAX, SPARE_FRAMES_BURST_MAX, SPARE_FRAMES_PER_SECOND_MAX,
} from './sessionLimits.ts';

const KEEPALIVES = { perSecond: KEEPALIVES_PER_SECOND_MAX, burst: KEEPALIVES_BURST_MAX };
const SPARE = { perSecond: SPARE_FRAMES_PER_SECOND_MAX, burst: SPARE_FRAMES_BURST_MAX };

export class Allowance {
  readonly #env: Env;
  /** Made for the first of their frames: most connections never see a CANCEL. */
  #keepAlives: Bucket | undefined;
  #spare: Bucket | undefined;

  constructor(env: Env) {
    this.#env = env;
  }

  /** Counts a frame. @returns what the goodbye should say when it is one too many */
  excess(frame: Frame): string | undefined {
    switch (frame.type) {
      case 'KEEPALIVE':
        if (!frame.respond) return this.#anySpare();
        this.#keepAlives ??= new Bucket(KEEPALIVES, this.#env);
        return this.#keepAlives.take() ? undefined : `more than ${KEEPALIVES.perSecond} KEEPALIVEs a second to answer`;
      case 'REQUEST_N':
      case 'REQUEST_CHANNEL':
      case 'CANCEL':
      case 'LEASE':
      case 'OTHER':
        return this.#anySpare();
      case 'SETUP':
      case 'REQUEST_RESPONSE':
      case 'REQUEST_STREAM':
      case 'REQUEST_FNF':
      case 'PAYLOAD': // what a tail has asked for, as is ERROR; a head takes neither
      case 'ERROR':
        return undefined;
      default:
        return never(frame);
    }
  }

  #anySpare(): string | undefined {
    this.#spare ??= new Bucket(SPARE, this.#env);
    return this.#spare.take() ? undefined : `more than ${SPARE.perSecond} frames a second that begin nothing`;
  }
}
