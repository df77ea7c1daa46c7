// How quickly the dashboard shows a large network, and how smoothly it is dragged and zoomed, in a headless Chromium
// without a graphics card. Markdown on stdout. `npm run bench:dashboard -- 500 1000 2000`
import type { Browser, Page } from 'playwright-core';
import { startedChromium } from '../../spec/support/chromium.ts';
import { crowd } from './crowd.ts';

const EDGES_EACH = 8;
const DRAG_MS = 3_000;
const SIZE = { width: 1_280, height: 800 };
const GOALS = { firstMs: 2_000, fps: 20 };

interface Figures {
  readonly nodes: number;
  /** From the beginning of the navigation to the first frame with the map in it. */
  readonly firstMs: number;
  /** To where the layout has come to rest and everything is painted finely. */
  readonly stillMs: number;
  /** Frames a second while the layout is settling, while it is dragged, and while it is zoomed. */
  readonly settlingFps: number;
  readonly dragFps: number;
  readonly zoomFps: number;
}

/** Runs in the page before its scripts: notes when the canvas says that it has painted, and counts frames. */
const WATCH = `
  window.seen = { frames: 0 };
  (function look() {
    const state = document.getElementById('above')?.dataset.state;
    if (state !== undefined) window.seen.first ??= { at: performance.now(), frame: window.seen.frames };
    if (state === 'still') window.seen.still ??= { at: performance.now(), frame: window.seen.frames };
    window.seen.frames++;
    requestAnimationFrame(look);
  })();
`;

interface Seen {
  readonly frames: number;
  readonly first: { readonly at: number; readonly frame: number };
  readonly still: { readonly at: number; readonly frame: number };
}

const seen = async (page: Page): Promise<Seen> => page.evaluate('window.seen');

const now = (page: Page): Promise<number> => page.evaluate('performance.now()');

/** Frames a second while something is done again and again. */
const fpsOf = async (page: Page, act: (turn: number) => Promise<void>): Promise<number> => {
  const [began, { frames: before }] = [await now(page), await seen(page)];
  let ended = began;
  for (let turn = 0; ended - began < DRAG_MS; turn++) {
    await act(turn);
    ended = await now(page);
  }
  const { frames } = await seen(page);
  return ((frames - before) * 1_000) / (ended - began);
};

const MIDDLE = { x: 400, y: 420 };

const dragged = async (page: Page): Promise<number> => {
  await page.mouse.move(20, 300); // where no node is
  await page.mouse.down();
  const fps = await fpsOf(page, (turn) =>
    page.mouse.move(20 + 100 * (1 + Math.sin(turn / 9)), 300 + 90 * Math.sin(turn / 7)));
  await page.mouse.up();
  return fps;
};

const zoomed = async (page: Page): Promise<number> => {
  await page.mouse.move(MIDDLE.x, MIDDLE.y);
  return fpsOf(page, (turn) => page.mouse.wheel(0, Math.floor(turn / 25) % 2 === 0 ? -30 : 30));
};

const measured = async (browser: Browser, nodes: number): Promise<Figures> => {
  const { http, running } = await crowd(nodes, EDGES_EACH);
  const page = await browser.newPage({ viewport: SIZE });
  try {
    await page.addInitScript(WATCH);
    await page.goto(`http://${http}/`);
    await page.locator('#above[data-state="still"]').waitFor({ timeout: 120_000 });
    const { first, still } = await seen(page);
    return {
      nodes, firstMs: first.at, stillMs: still.at,
      settlingFps: ((still.frame - first.frame) * 1_000) / Math.max(1, still.at - first.at),
      dragFps: await dragged(page), zoomFps: await zoomed(page),
    };
  } finally {
    await page.close();
    running.unsubscribe();
  }
};

const row = ({ nodes, firstMs, stillMs, settlingFps, dragFps, zoomFps }: Figures): string =>
  `| ${[nodes, nodes * EDGES_EACH, ...[firstMs, stillMs].map((ms) => `${(ms / 1_000).toFixed(2)} s`),
    ...[settlingFps, dragFps, zoomFps].map((fps) => fps.toFixed(0))].join(' | ')} |`;

const wanted = process.argv.slice(2).map(Number);
const browser = await startedChromium();
const all: Figures[] = [];
for (const nodes of wanted.length === 0 ? [100, 500, 1_000, 2_000] : wanted) all.push(await measured(browser, nodes));
await browser.close();
process.stdout.write([
  `| nodes | edges | first picture | at rest | fps settling | fps dragging | fps zooming |`,
  `|---|---|---|---|---|---|---|`, ...all.map(row), '',
].join('\n'));
const thousand = all.find(({ nodes }) => nodes === 1_000);
if (thousand !== undefined && (thousand.firstMs > GOALS.firstMs || thousand.dragFps < GOALS.fps)) {
  const { firstMs, fps } = GOALS;
  process.stderr.write(`the goal with 1,000 nodes: a first picture within ${firstMs / 1_000} s, and ${fps} fps\n`);
  process.exitCode = 1;
}
