// Bytes as people read them: three figures, and the unit.

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** @example bytes(12_345) // '12.3 kB' */
export const bytes = (count: number): string => {
  let [value, unit] = [Math.max(0, count), 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1_000, unit + 1];
  const figures = unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1);
  return `${figures} ${UNITS[unit] ?? ''}`;
};
