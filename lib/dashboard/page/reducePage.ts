// From a page and what happened to the next page: pure, so that all the page does can be tested without a browser.
import { never } from '../../never.ts';
import type { Timed } from './action.ts';
import { connections } from './connections.ts';
import { measured } from './measured.ts';
import { NO_FILTER, type Page, type Sort, type Source } from './page.ts';
import { NOTHING_TOLD, restarted, withEntry, withOpened } from './told.ts';

/** @param now milliseconds since 1970 */
export const emptyPage = (now: number): Page => ({
  faults: {},
  now,
  skewMs: 0,
  peers: [], rtts: new Map(), rates: new Map(),
  told: NOTHING_TOLD,
  filter: NO_FILTER,
  query: '',
  tab: 'peers',
  sorts: { peers: { by: 'since', isDown: false }, nodes: { by: 'label', isDown: false } },
  theme: 'auto',
  isHelped: false,
});

/** Something came: its source is there, and what is shown is of now. */
const heard = (page: Page, source: Source, at: number): Page => {
  if (page.faults[source] === undefined) return { ...page, heardAt: at };
  const { [source]: _, ...faults } = page.faults;
  return { ...page, faults, heardAt: at };
};

/** Said once: the page keeps showing since when it knows nothing new. */
const lost = (page: Page, source: Source, error: string, at: number): Page =>
  page.faults[source] !== undefined ? page : { ...page, faults: { ...page.faults, [source]: { since: at, error } } };

/** The same column again turns it round; figures begin with the largest. */
const sorted = ({ by, isDown }: Sort, wanted: string): Sort =>
  ({ by: wanted, isDown: by === wanted ? !isDown : FIGURES.has(wanted) });
const FIGURES: ReadonlySet<string> = new Set(['rtt', 'traffic', 'requests', 'in', 'out']);

/** The stream has said something, so the node is there too. */
const said = (page: Page, at: number): Page => heard(heard(page, 'answers', at), 'stream', at);

const lastKey = ({ told }: Page): number => told.nextKey - 1;

const without = (page: Page, ...keys: readonly ('selection' | 'why' | 'heldAt')[]): Page =>
  Object.fromEntries(Object.entries(page).filter(([name]) => !keys.some((key) => key === name))) as unknown as Page;

const ofNode = (page: Page, action: NodeAction): Page => {
  switch (action.type) {
    case 'status-came': {
      const { at, status: report } = action;
      const isAnother = page.status !== undefined && page.status.node.boot !== report.node.boot;
      const told = isAnother ? restarted(page.told, at) : page.told;
      const peers = connections(report);
      const figures = measured(page, peers, at - (page.reportedAt ?? at));
      const skewMs = Date.parse(report.node.startedAt) + report.node.uptimeMs - at;
      return { ...said(page, at), status: report, skewMs, peers, reportedAt: at, told, ...figures };
    }
    case 'network-came':
      return { ...said(page, action.at), network: action.network };
    case 'answer-came':
      return heard(page, 'answers', action.at);
    case 'stream-opened':
      return { ...said(page, action.at), told: withOpened(page.told, action.seq) };
    case 'gap-came':
      return { ...said(page, action.at), told: withOpened(page.told, action.next - 1) };
    case 'entry-came':
      return { ...said(page, action.at), told: withEntry(page.told, action.entry, action.seq) };
    case 'link-lost':
      return lost(page, action.source, action.error, action.at);
    case 'why-came':
      return { ...page, why: action.why };
    default:
      return never(action);
  }
};

type NodeAction = Extract<Timed, { readonly type: `${string}-came` | 'stream-opened' | 'link-lost' }>;

const isOfNode = (action: Timed): action is NodeAction =>
  action.type.endsWith('-came') || action.type === 'stream-opened' || action.type === 'link-lost';

const ofReader = (page: Page, action: Exclude<Timed, NodeAction>): Page => {
  switch (action.type) {
    case 'clock-moved':
      return page;
    case 'selected':
      return action.selection === undefined
        ? without(page, 'selection', 'why') : { ...without(page, 'why'), selection: action.selection };
    case 'searched':
      return { ...page, query: action.query };
    case 'tab-chosen':
      return { ...page, tab: action.tab };
    case 'sorted':
      return { ...page, sorts: { ...page.sorts, [action.table]: sorted(page.sorts[action.table], action.by) } };
    case 'filtered':
      return { ...page, filter: { ...page.filter, ...action.filter } };
    case 'held':
      return action.isHeld ? { ...page, heldAt: lastKey(page) } : without(page, 'heldAt');
    case 'theme-chosen':
      return { ...page, theme: action.theme };
    case 'help-asked':
      return { ...page, isHelped: action.isHelped };
    default:
      return never(action);
  }
};

/** @example action$.pipe(scan(reducePage, emptyPage(Date.now()))) */
export const reducePage = (page: Page, action: Timed): Page => {
  const next = isOfNode(action) ? ofNode(page, action) : ofReader(page, action);
  return { ...next, now: action.at };
};
