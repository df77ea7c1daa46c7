// Curves as a picture: both axes logarithmic, so that what grows with the number is a diagonal and what does not is flat.

const [WIDTH, HEIGHT] = [720, 420];
const PLOT = { left: 84, top: 52, right: 500, bottom: 352 };
/** To be told apart by people who see few colours (Okabe and Ito), and by their marks without any. */
const MARKS = [
  { colour: '#0072b2', mark: (x, y) => `<circle cx="${x}" cy="${y}" r="4"/>` },
  { colour: '#d55e00', mark: (x, y) => `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"/>` },
  { colour: '#009e73', mark: (x, y) => `<path d="M${x} ${y - 5}L${x + 5} ${y + 4}H${x - 5}z"/>` },
  { colour: '#b0628f', mark: (x, y) => `<path d="M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}z"/>` },
];
const STYLE = [
  '.page{fill:#fff}text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#22272e}.title{font-size:14px}',
  '.dim{fill:#57606a}.grid{stroke:#d0d7de;fill:none}.curve{fill:none;stroke-width:2}',
  '@media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#e6edf3}.dim{fill:#9198a1}.grid{stroke:#30363d}}',
].join('');
/** Names at the ends of curves that end side by side are moved apart by this. */
const NAME_PX = 17;

const px = (value) => String(Math.round(value * 10) / 10);
const xml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const short = (value) => (value >= 1_000 ? `${Number((value / 1_000).toPrecision(3))}k` : String(Number(value.toPrecision(2))));

/** Between the numbers in pixels, evenly by their logarithms. */
const scale = (from, to, start, end) => (value) =>
  start + ((Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from))) * (end - start);

/** 1, 2, 5, 10, 20 and so on, or only the tens where those would be too many. */
const ticks = (from, to) => {
  const all = [];
  for (let ten = 10 ** Math.floor(Math.log10(from)); ten <= to; ten *= 10) all.push(ten, ten * 2, ten * 5);
  const shown = all.filter((value) => value >= from * 0.999 && value <= to * 1.001);
  return shown.length > 9 ? shown.filter((value) => /^1/.test(value.toExponential())) : shown;
};

const edges = (values) => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(1.15, 10 / (most / least)); // a decade at least, or every trifle would look like a mountain
  return [least / Math.sqrt(room), most * Math.sqrt(room)];
};

/** From the lowest name up, each at least so far from the one below. */
const apart = (wanted) => {
  const order = wanted.map((y, index) => ({ y, index })).sort((a, b) => b.y - a.y);
  const placed = [];
  let last = Infinity;
  for (const { y, index } of order) placed[index] = last = Math.min(y, last - NAME_PX);
  return placed;
};

/**
 * @param title @param x and `y`: what the axes count, with the unit
 * @param series `{ name, points: [x, y][] }`, four at most
 * @returns SVG
 */
export const curves = ({ title, x, y, series }) => {
  const all = series.flatMap(({ points }) => points);
  const xs = all.map(([value]) => value);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = edges(all.map(([, value]) => value));
  const [toX, toY] = [scale(left, right, PLOT.left, PLOT.right), scale(low, high, PLOT.bottom, PLOT.top)];
  const names = apart(series.map(({ points }) => toY(points.at(-1)[1])));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${xml(title)}</title>`,
    `<style>${STYLE}</style><rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text class="title" x="${PLOT.left}" y="24">${xml(title)}</text>`,
    `<text class="dim" x="${PLOT.left}" y="42">${xml(y)}</text>`,
    ...ticks(low, high).map((value) => `<path class="grid" d="M${PLOT.left} ${px(toY(value))}H${PLOT.right}"/>` +
      `<text class="dim" x="${PLOT.left - 8}" y="${px(toY(value) + 4)}" text-anchor="end">${short(value)}</text>`),
    ...[...new Set(xs)].map((value) => `<text class="dim" x="${px(toX(value))}" y="${PLOT.bottom + 20}" ` +
      `text-anchor="middle">${short(value)}</text>`),
    `<text class="dim" x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 42}" text-anchor="middle">${xml(x)}</text>`,
    ...series.map(({ name, points }, index) => {
      const { colour, mark } = MARKS[index];
      const at = points.map(([one, other]) => [px(toX(one)), px(toY(other))]);
      return `<path class="curve" stroke="${colour}" d="M${at.map((point) => point.join(' ')).join('L')}"/>` +
        `<g fill="${colour}">${at.map(([one, other]) => mark(Number(one), Number(other))).join('')}</g>` +
        `<g fill="${colour}">${mark(PLOT.right + 18, Number(px(names[index])))}</g>` +
        `<text x="${PLOT.right + 30}" y="${px(names[index] + 4)}">${xml(name)} ${short(points.at(-1)[1])}</text>`;
    }),
    '</svg>', '',
  ].join('\n');
};
