// The colours of the picture of a run, by day and by night.

/** Of digests: far apart on the wheel, one after the other, as many as there are. */
const GOLDEN_DEGREES = 137.508;
const FIRST_HUE = 205;

/** @param index 0 for the first digest of the picture */
export const hueOf = (index: number): number => Math.round(FIRST_HUE + index * GOLDEN_DEGREES) % 360;

export const STYLE = `
svg.run { --ink: #1f2933; --faint: #7b8794; --line: #d9dee3; --paper: #ffffff; --stripe: #f5f7f9; --fault: #b7791f;
  --bad: #c81e1e; --good: #1a7f4b; --tone: 52%;
  font-family: system-ui, sans-serif; font-size: 11px; background: var(--paper); }
@media (prefers-color-scheme: dark) { svg.run { --ink: #e4e7eb; --faint: #8a96a3; --line: #313b45; --paper: #14191f;
  --stripe: #1a2128; --fault: #e0a94a; --bad: #ff7b72; --good: #56d38b; --tone: 60%; } }
svg.run text { fill: var(--ink); }
svg.run .faint { fill: var(--faint); }
svg.run .grid { stroke: var(--line); stroke-width: 1; fill: none; }
svg.run .stripe { fill: var(--stripe); }
svg.run .band { fill: var(--fault); opacity: .75; }
svg.run .shade { fill: var(--fault); opacity: .06; }
svg.run .edges { stroke: var(--ink); stroke-width: 1; fill: none; opacity: .75; }
svg.run .opens { stroke: var(--good); stroke-width: 1.2; }
svg.run .closes { stroke: var(--bad); stroke-width: 1.2; opacity: .8; }
svg.run .proven { stroke: var(--good); stroke-width: 2; fill: none; }
svg.run .end { stroke: var(--bad); stroke-width: 1.6; fill: none; }
svg.run .begin { fill: var(--good); }
svg.run .held { fill: url(#held); }
svg.run .hatch { stroke: var(--ink); stroke-width: 1.5; opacity: .6; }
svg.run .flag { fill: var(--bad); }
svg.run .pole { stroke: var(--bad); stroke-width: 1.2; }
svg.run .number { fill: var(--paper); font-weight: 700; font-size: 9px; text-anchor: middle; }
svg.run .calm { stroke: var(--faint); stroke-dasharray: 4 3; }
`.trim();
