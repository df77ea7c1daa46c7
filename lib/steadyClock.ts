// A clock that shows the time of day and yet never goes back: what waits five seconds must not wait for an hour because
// somebody has set the clock.

/** A clock that was set back is caught up with at half the pace: durations are wrong by half, and never less than 0. */
const PACE_BEHIND = 0.5;

/**
 * Follows the wall clock forward at once, since a machine that slept has really lost the time; when it is set back, goes
 * on more slowly until both show the same again.
 *
 * @param wall milliseconds since 1970, as the machine believes
 * @param passed milliseconds since some moment, never less than before
 * @returns whole milliseconds since 1970
 * @example steadyClock(Date.now, () => performance.now())
 */
export const steadyClock = (wall: () => number, passed: () => number): (() => number) => {
  let shown = wall();
  let at = passed();
  return () => {
    const [told, now] = [wall(), passed()];
    shown = Math.max(told, shown + PACE_BEHIND * (now - at));
    at = now;
    return Math.floor(shown);
  };
};
