// Remembers the route of the request before: most are for the same, and comparing bytes is quicker than decoding them.
import { decodeRoute } from './routing.ts';

const same = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) return false;
  }
  return true;
};

const NOTHING = new Uint8Array(0);

export class LastRoute {
  #metadata = NOTHING;
  #route = '';

  /** @throws FrameError when the metadata names no route */
  decode(metadata: Uint8Array | undefined): string {
    if (metadata !== undefined && this.#route !== '' && same(metadata, this.#metadata)) return this.#route;
    this.#route = decodeRoute(metadata);
    this.#metadata = Uint8Array.from(metadata ?? []); // a copy: the view would hold the whole chunk
    return this.#route;
  }
}
