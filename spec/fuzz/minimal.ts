// Makes an input shorter as long as it still shows what it was found for: Zeller's delta debugging, simplified.

/** A search of this many tries is enough for people, who read what is left. */
const TRIES_MAX = 500;

export const minimal = (bytes: Uint8Array, isStill: (shorter: Uint8Array) => boolean): Uint8Array => {
  let [least, tries] = [bytes, 0];
  for (let size = least.length >> 1; size >= 1 && tries < TRIES_MAX; size >>= 1) {
    for (let at = 0; at < least.length && tries < TRIES_MAX;) {
      const shorter = Buffer.concat([least.subarray(0, at), least.subarray(at + size)]);
      tries++;
      if (isStill(shorter)) least = shorter;
      else at += size;
    }
  }
  return Uint8Array.from(least);
};
