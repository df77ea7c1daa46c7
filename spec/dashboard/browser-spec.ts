// The dashboard in a browser: nodes on virtual time, shown by the real HTTP server to a real Chromium.
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startedChromium } from '../support/chromium.ts';
import { httpHouse, type HttpHouse } from '../support/httpHouse.ts';
import { Town, type House } from '../support/town.ts';

/** Looks at a page before it is given up: each advances the town by a second, and takes some milliseconds. */
const LOOKS_MAX = 400;
const LOOK_MS = 1_000;
/** Unpacking and starting a browser on two busy cores. */
const START_MS_MAX = 60_000;

const DASHBOARD = 'dist/dashboard';

describe('the dashboard', function () {
  this.timeout(START_MS_MAX);
  let browser: Browser;
  let town: Town;
  let houses: House[];
  let page: Page;
  let wrongs: string[];

  before(async () => {
    browser = await startedChromium();
  });
  after(() => browser.close());

  beforeEach(() => {
    town = new Town();
    [houses, wrongs] = [[], []];
  });
  afterEach(async () => {
    await page.context().close();
    houses.forEach(({ running }) => running.unsubscribe());
    expect(wrongs).to.deep.equal([]);
  });

  const shown = async (config: Parameters<typeof httpHouse>[2] = {}): Promise<HttpHouse> => {
    const house = await httpHouse(town, 'a', { dashboard: DASHBOARD, ...config });
    houses.push(house);
    return house;
  };

  /** The nodes of more letters, each of which knows the first. */
  const joined = (letters: string, { address }: House): readonly House[] => {
    const more = letters.split('').map((letter) => town.house(letter, { peers: [address] }));
    houses.push(...more);
    for (let seconds = 0; seconds < 20; seconds++) town.advance(1_000);
    return more;
  };

  /** Opens the page, and writes down whatever it should not do. */
  const opened = async ({ http }: HttpHouse, context: BrowserContextOptions = {}): Promise<Page> => {
    page = await (await browser.newContext({ reducedMotion: 'reduce', ...context })).newPage();
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'data:' && host !== http) wrongs.push(`asked elsewhere: ${request.url()}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('ERR_')) wrongs.push(message.text());
    });
    page.on('pageerror', (error) => wrongs.push(error.message));
    await page.goto(`http://${http}/`);
    return page;
  };

  /** Looks again and again, while time goes on in the town. */
  const shows = async (selector: string, wanted: RegExp): Promise<void> => {
    let text = '';
    for (let looks = 0; looks < LOOKS_MAX; looks++) {
      text = (await page.locator(selector).allInnerTexts()).join('\n');
      if (wanted.test(text)) return;
      town.advance(LOOK_MS);
    }
    expect(text, selector).to.match(wanted);
  };

  /** Where on the page the map has a colour of its palette. */
  const pixelOf = async (colour: string): Promise<{ x: number; y: number }> => {
    await page.locator('#above[data-state="still"]').waitFor();
    const found = await page.evaluate(`(() => {
      const canvas = document.getElementById('below'), { left, top, width } = canvas.getBoundingClientRect();
      const wanted = getComputedStyle(document.documentElement).getPropertyValue('--map-${colour}').trim();
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const by = canvas.width / width;
      for (let at = 0; at < data.length; at += 4) {
        const hex = '#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join('');
        const [x, y] = [(at / 4) % canvas.width, Math.floor(at / 4 / canvas.width)];
        if (hex === wanted) return { x: left + x / by, y: top + y / by + 4 };
      }
    })()`);
    if (found === undefined) throw new Error(`nothing on the map is ${colour}`);
    return found as { x: number; y: number };
  };

  const theme = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');

  it('says in words that five nodes agree, and lists them', async () => {
    const a = await shown();
    joined('bcde', a);
    await opened(a);
    await shows('#agreement', /^all 5 nodes agree since \d\d:\d\d:\d\d\s+map [0-9a-f]{8}$/);
    await shows('#size', /^5 nodes, \d+ edges$/);
    await shows('#tab-peers', /^Connections 4/);
    await page.keyboard.press('2');
    await shows('#nodes tbody', /a \(this node\)[^]*b[^]*c[^]*d[^]*e/);
    expect(await page.title()).to.equal('a · Millrace');
  });

  it('shows that a node is down, and that it is back', async () => {
    const a = await shown();
    const [b] = joined('bcde', a);
    await opened(a);
    await shows('#legend', /up\s*5/);
    b?.running.unsubscribe();
    await shows('#legend', /up\s*4[^]*(suspect|down)\s*1/);
    await shows('#legend', /up\s*4[^]*down\s*1/);
    await shows('#agreement', /^all 4 nodes agree/);
    joined('b', a);
    await shows('#legend', /^up\s*5$/);
    await shows('#agreement', /^all 5 nodes agree/);
  });

  it('says where the network has come apart', async () => {
    const a = await shown();
    const others = joined('bcdef', a);
    await opened(a);
    await shows('#agreement', /^all 6 nodes agree/);
    town.network.partition(others.slice(2).map(({ host }) => host));
    await shows('#agreement', /^the network has come apart: 3 of 6 here since/);
  });

  it('says why, at a click on the map or on a row', async () => {
    const a = await shown();
    joined('b', a);
    await opened(a);
    await shows('#size', /^2 nodes/);
    const { x, y } = await pixelOf('up');
    await page.mouse.click(x, y);
    await page.locator('#card button[aria-label="Close the card"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#peers tbody tr').click();
    await shows('#card', /in-1 from \S+ \(b\) at \S+ has been alive for .*: it dialled this node/);
    await shows('#card ol', /in-1 said hello[^]*accepted a connection from/);
    await page.locator('#card').getByText('Events').click();
    await page.locator('#main[data-tab="events"]').waitFor(); // drawn together with the filter
    expect(await page.locator('input[name="subject"]').inputValue()).to.equal('in-1');
  });

  it('filters the events, and holds them', async () => {
    const a = await shown();
    await opened(a);
    await page.keyboard.press('3');
    await shows('#live', /^live$/); // what happened before that is not told
    joined('bc', a);
    await shows('.stream', /said hello/);
    await page.locator('.filters').getByText('Events').click();
    await shows('.stream', /^(?![^]*said hello)[^]*the protocol obliges/);
    await page.locator('.filters').getByText('Events').click();
    await page.locator('select[name="type"]').selectOption('peer-opened');
    await shows('.stream', /^(?![^]*said hello)[^]*is alive/);
    await page.locator('select[name="type"]').selectOption('');
    await page.locator('input[name="text"]').fill('no such thing');
    await shows('#events .note', /^Nothing passes the filter\.$/);
    await page.locator('input[name="text"]').fill('');
    await page.keyboard.press('Escape');
    await page.locator('.hold').click();
    const rows = await page.locator('.stream li').count();
    joined('d', a);
    await shows('.hold', /^Go on \(\d+ new\)$/);
    expect(await page.locator('.stream li').count()).to.equal(rows);
    await page.locator('.hold').click();
    await shows('.stream', /\(d\), listening/);
  });

  it('shows what a stranger calls itself as text, and never as markup', async () => {
    const label = '<img src=x onerror=alert(1)>';
    const a = await shown();
    houses.push(town.house('b', { peers: [a.address], label }));
    town.advance(10_000);
    await opened(a);
    await shows('#peers', /<img src=x onerror=alert\(1\)>/);
    await page.locator('#peers tbody tr').click();
    await shows('#card h2', /^<img src=x onerror=alert\(1\)> → a$/);
    expect(await page.locator('main img, #tip img, dialog img').count()).to.equal(0);
  });

  it('says since when the connection is lost, takes it up by itself, and knows another process', async () => {
    const a = await shown();
    joined('b', a);
    await opened(a);
    await shows('#live', /^live$/);
    a.running.unsubscribe();
    await shows('#banner', /^connection lost since .*: what is shown is of /);
    town = new Town({ latencyMs: 10 }, () => 0.3); // another boot id
    const again = await httpHouse(town, 'a', { dashboard: DASHBOARD, address: a.http });
    houses.push(again);
    await page.locator('#banner').waitFor({ state: 'hidden' });
    await page.keyboard.press('3');
    await shows('.stream', /another process has taken the place of the node/);
  });

  it('is light or dark as the system has it, or as the reader has chosen', async () => {
    await opened(await shown(), { colorScheme: 'light' });
    const light = await theme();
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await theme();
    expect(dark).not.to.equal(light);
    await page.locator('#theme').click(); // as the system has it -> light
    await page.locator('html[data-theme="light"]').waitFor();
    expect(await theme()).to.equal(light);
    await page.reload();
    await page.locator('html[data-theme="light"]').waitFor();
    expect(await theme()).to.equal(light);
  });

  it('is used with the keyboard alone', async () => {
    const a = await shown();
    joined('bcd', a);
    await opened(a);
    await shows('#size', /^4 nodes/);
    await page.keyboard.press('/');
    await page.keyboard.type('b');
    await shows('#tab-nodes', /^Nodes 1 found/);
    await page.keyboard.press('Enter');
    await shows('#card h2', /^b$/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Escape');
    await shows('#card .verdict', /^this node$/);
    await page.keyboard.press('/');
    await page.keyboard.type('c');
    await page.keyboard.press('Enter'); // before the page has drawn what was typed
    await shows('#card h2', /^c$/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await page.locator('#peers tbody tr').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('[...document.activeElement.parentElement.children].indexOf(document.activeElement)'))
      .to.equal(1);
    await page.keyboard.press('Enter');
    await shows('#card', /an edge of this node/);
    await page.keyboard.press('?');
    await page.locator('#helping[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#helping').waitFor({ state: 'hidden' });
  });

  it('says what to do when a node is alone', async () => {
    const a = await shown();
    await opened(a);
    await shows('#empty', new RegExp(`This node is alone[^]*millrace start .*--peer ${a.address}`));
    await shows('#agreement', /^this node is alone/);
  });

  it('fits a narrow screen', async () => {
    const a = await shown();
    joined('bcde', a);
    await opened(a, { viewport: { width: 390, height: 800 } });
    await shows('#agreement', /^all 5 nodes agree/);
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(390);
  });
});
