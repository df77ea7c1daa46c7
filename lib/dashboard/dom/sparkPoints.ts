// The points of a line of figures, as SVG writes them.

export const SPARK = { width: 56, height: 16, edge: 2 } as const;

/** Fewer figures than this do not fill the line. */
const FIGURES_MIN = 12;

/** @returns the points of a line: the newest at the right, from nought at the bottom to the largest at the top */
export const sparkPoints = (figures: readonly number[]): string => {
  const most = Math.max(...figures, 1);
  const step = (SPARK.width - 2 * SPARK.edge) / (Math.max(FIGURES_MIN, figures.length) - 1);
  return figures.map((figure, at) => {
    const x = SPARK.width - SPARK.edge - step * (figures.length - 1 - at);
    const y = SPARK.height - SPARK.edge - ((SPARK.height - 2 * SPARK.edge) * figure) / most;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  }).join(' ');
};
