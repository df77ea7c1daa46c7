// A graph as the forces see it: numbers in flat arrays, so that a thousand nodes move in a millisecond.

export interface Arrangement {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Velocities, in units a tick. */
  readonly vx: Float64Array;
  readonly vy: Float64Array;
  /** Pairs of node numbers: from, to, from, to. */
  readonly links: Int32Array;
  /** How many links each node has. */
  readonly degree: Int32Array;
}

/** @param links pairs of node numbers */
export const arrangement = (count: number, links: Int32Array): Arrangement => {
  const degree = new Int32Array(count);
  for (const end of links) degree[end] = (degree[end] ?? 0) + 1;
  return {
    count, links, degree,
    x: new Float64Array(count), y: new Float64Array(count), vx: new Float64Array(count), vy: new Float64Array(count),
  };
};
