// Whether what another node says its digest is, is the digest of our entries: nodes sweep within the same second, and
// clocks differ, so around each sweep some have the number of the one before it, and some that of the next.
import { hexOf } from './fields.ts';
import { digestOf, EXPIRY_GRACE_MS, SWEEP_MS, type NetworkMap } from './networkMap.ts';

/** Of one map, by the sweep that is compared with: each is hashed once, and only where somebody says another digest. */
const hashed = new WeakMap<NetworkMap, { readonly sweepTime: number; readonly digest: string }>();

/** The sweep that somebody else may be at, if any: for as long after ours, and before the next, as clocks may differ. */
const otherSweep = ({ sweepTime }: NetworkMap, now: number): number | undefined => {
  if (now - sweepTime < EXPIRY_GRACE_MS) return sweepTime - SWEEP_MS;
  return sweepTime + SWEEP_MS - now < EXPIRY_GRACE_MS ? sweepTime + SWEEP_MS : undefined;
};

const digestAt = (map: NetworkMap, sweepTime: number): string => {
  const known = hashed.get(map);
  if (known?.sweepTime === sweepTime) return known.digest;
  const digest = hexOf(digestOf({ ...map, sweepTime }));
  hashed.set(map, { sweepTime, digest });
  return digest;
};

/**
 * @param now milliseconds since 1970
 * @returns whether a digest that is not ours is that of the same entries at the sweep before or after
 */
export const sameEntries = (map: NetworkMap, now: number): ((digest: string) => boolean) => (digest) => {
  const sweepTime = otherSweep(map, now);
  return sweepTime !== undefined && sweepTime >= 0 && digestAt(map, sweepTime) === digest;
};
