// The colours of the map, as the style sheet has them: they change with light and dark.

const NAMES = [
  'paper',
  'ink',
  'muted',
  'edge',
  'own',
  'out',
  'in',
  'up',
  'suspect',
  'down',
  'lost',
  'left',
  'match', 'shore',
] as const;

export type Palette = Readonly<Record<(typeof NAMES)[number] | 'sans' | 'mono', string>>;

/** @param root where the custom properties `--map-NAME` are set, and `--sans` and `--mono` */
export const paletteOf = (root: HTMLElement): Palette => {
  const style = getComputedStyle(root);
  const colours = NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()] as const);
  return {
    ...(Object.fromEntries(colours) as Record<(typeof NAMES)[number], string>),
    sans: style.getPropertyValue('--sans').trim(),
    mono: style.getPropertyValue('--mono').trim(),
  };
};
