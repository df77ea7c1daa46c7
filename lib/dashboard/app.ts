// The dashboard of a node. One loop, as in the node itself: everything that happens is an action, a reducer makes the
// next page of it, and the views draw the page, at most once a frame.
//
//     feed (events of the node) ─┐
//     reader (keys, clicks) ─────┼──> action$ ──> reducePage ──> page$ ──> views, once a frame
//     clock, answers to "why" ───┘                                 └──> what to ask the node next
import {
  animationFrameScheduler,
  asyncScheduler,
  auditTime,
  debounceTime,
  distinctUntilChanged,
  EMPTY,
  filter,
  interval,
  map,
  merge,
  of,
  scan,
  share,
  startWith,
  Subject,
  switchMap,
  type Observable,
} from 'rxjs';
import { feed, whyOf } from './feed/feed.ts';
import type { Action, Timed } from './page/action.ts';
import { cardOf } from './page/cardOf.ts';
import type { Page } from './page/page.ts';
import { emptyPage, reducePage } from './page/reducePage.ts';
import { cardView } from './view/cardView.ts';
import { emptyView } from './view/emptyView.ts';
import { eventsView } from './view/eventsView.ts';
import { headerView } from './view/headerView.ts';
import { helpView } from './view/helpView.ts';
import { keys } from './view/keys.ts';
import { legendView } from './view/legendView.ts';
import { mapPane } from './view/mapPane.ts';
import { nodesView } from './view/nodesView.ts';
import { peersView } from './view/peersView.ts';
import { tabsView } from './view/tabsView.ts';
import { rememberedTheme, themeView } from './view/themeView.ts';

const CLOCK_MS = 1_000;
/** Several entries about one connection come at once. */
const WHY_AGAIN_MS = 800;

const scheduler = asyncScheduler;
const reader$ = new Subject<Action>();
const asked$ = new Subject<Action>();
const dispatch = (action: Action): void => reader$.next(action);

const action$: Observable<Timed> = merge(
  feed(scheduler),
  reader$,
  asked$,
  interval(CLOCK_MS, scheduler).pipe(map((): Action => ({ type: 'clock-moved' }))),
).pipe(map((action) => ({ ...action, at: scheduler.now() })));

const first: Page = { ...emptyPage(scheduler.now()), theme: rememberedTheme() };
const page$ = action$.pipe(scan(reducePage, first), startWith(first), share());

/** What the card is about; asked again when something has happened to it. */
const why$ = page$.pipe(
  map((page) => (page.selection === undefined ? undefined : cardOf(page).subject)),
  distinctUntilChanged(),
  switchMap((subject) => {
    if (subject === undefined) return EMPTY;
    const again$ = action$Of(subject).pipe(
      debounceTime(WHY_AGAIN_MS, scheduler),
      switchMap(() => whyOf(subject, scheduler)),
    );
    return merge(of<Action>({ type: 'why-came', why: { type: 'asking', subject } }), whyOf(subject, scheduler), again$);
  }),
);

/** Entries that name a subject. */
const action$Of = (subject: string): Observable<Page> =>
  page$.pipe(
    distinctUntilChanged((a, b) => a.told === b.told),
    filter(({ told: { items } }) => {
      const last = items.at(-1);
      return last?.type === 'entry' && JSON.stringify(last.entry).includes(subject);
    }),
  );

let shown = first;
const pane = mapPane(dispatch, scheduler);
const views = [
  themeView(() => pane.map.repaint()),
  headerView(dispatch),
  pane.view,
  emptyView(),
  legendView(dispatch),
  cardView(dispatch),
  tabsView(dispatch),
  peersView(dispatch),
  nodesView(dispatch),
  eventsView(dispatch),
  helpView(dispatch),
];
keys(() => shown, dispatch, pane);
why$.subscribe(asked$);
page$.pipe(auditTime(0, animationFrameScheduler)).subscribe({
  next: (page) => {
    shown = page;
    for (const view of views) view(page);
  },
  error: reportError,
});
