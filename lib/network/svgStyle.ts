// How a picture of the network shows what is thought of a node: by its shape first, by its colour as well.
import { never } from '../never.ts';
import type { Verdict } from './survey.ts';

/** From the middle of a node's shape to its rim. */
export const SHAPE_PX = 7;

/** Chosen to be told apart on either page by people who see few colours: Okabe and Ito, "Color Universal Design". */
export const STYLE = [
  '.page{fill:#fff}text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#22272e;stroke:#fff;stroke-width:3px;',
  'paint-order:stroke;stroke-linejoin:round}.sum{fill:#57606a}',
  'path,line{fill:none;stroke:#8b949e;stroke-width:1.2;stroke-opacity:.75}.tip{fill:#57606a;stroke:none}',
  '.up{fill:#009e73}.suspect{fill:#e69f00}.down,.lost{fill:#d55e00}.left,.expired{fill:none;stroke:#8b949e;',
  'stroke-width:2}.cross{stroke:#fff;stroke-width:2;stroke-opacity:1}',
  '@media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#e6edf3;stroke:#0d1117}.sum{fill:#8b949e}',
  '.tip{fill:#adbac7}}',
].join('');

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  up: 'up',
  suspect: 'suspect: somebody says that it does not answer',
  down: 'down: it does not answer',
  lost: 'lost: nobody is connected to it any more',
  left: 'left: it said goodbye',
  expired: 'expired: nothing new of it for too long',
};

/** Around the origin. */
export const shapeOf = (verdict: Verdict): string => {
  const r = SHAPE_PX;
  switch (verdict) {
    case 'up':
      return `<circle class="up" r="${r}"/>`;
    case 'suspect':
      return `<path class="suspect" d="M0 ${-r - 2}L${r + 2} 0L0 ${r + 2}L${-r - 2} 0z" style="stroke:none"/>`;
    case 'down':
    case 'lost':
      return `<rect class="${verdict}" x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}"/>` +
        '<path class="cross" d="M-3.5 -3.5L3.5 3.5M-3.5 3.5L3.5 -3.5"/>';
    case 'left':
    case 'expired':
      return `<circle class="${verdict}" r="${r - 1}"/>`;
    default:
      return never(verdict);
  }
};
