// Binds the map to the page: what is known becomes a scene, what is picked an action, and keys lead through it.
import type { SchedulerLike } from 'rxjs';
import { find, say } from '../dom/find.ts';
import type { Hit } from '../map/hit.ts';
import { MapView } from '../map/mapView.ts';
import { EMPTY_SCENE, sceneOf, type Scene } from '../map/scene.ts';
import { lookedAt, meant } from '../page/lookedAt.ts';
import { nodeNow, type Page, type Selection } from '../page/page.ts';
import { agreementWords, sizeWords } from '../words/agreementWords.ts';
import { nameOf } from '../words/nodeWords.ts';
import type { Dispatch, View } from './dispatch.ts';
import { tipView } from './tipView.ts';

const DIRECTIONS: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

const ZOOM_STEP = 1.4;

const selectionOf = ({ nodes, edges }: Scene, hit: Hit | undefined): Selection | undefined => {
  if (hit === undefined) return undefined;
  if (hit.type === 'node') return { type: 'node', id: nodes[hit.at]?.id ?? '' };
  const { tail = 0, head = 0 } = edges[hit.at] ?? {};
  return { type: 'edge', tail: nodes[tail]?.id ?? '', head: nodes[head]?.id ?? '' };
};

/** What the picture is of, for whoever cannot see it. */
const described = (page: Page): string =>
  page.network === undefined
    ? 'Map of the network: nothing is known yet'
    : `Map of the network: ${sizeWords(page.network)}; ${agreementWords(page.network, nodeNow(page)).text}`;

export interface MapPane {
  readonly view: View;
  readonly map: MapView;
  /** The node that a search means. */
  found(query: string): string | undefined;
}

export const mapPane = (dispatch: Dispatch, scheduler: SchedulerLike): MapPane => {
  const above = find('above', 'canvas');
  const map = new MapView({ below: find('below', 'canvas'), above, scheduler });
  const tip = tipView();
  let scene = EMPTY_SCENE;
  let page: Page | undefined;
  const select = (selection: Selection | undefined): void => dispatch({ type: 'selected', selection });
  map.pick$.subscribe({ next: (hit) => select(selectionOf(scene, hit)), error: reportError });
  map.point$.subscribe({ next: (pointed) => tip(scene, pointed), error: reportError });
  find('nearer', 'button').addEventListener('click', () => map.zoom(ZOOM_STEP));
  find('farther', 'button').addEventListener('click', () => map.zoom(1 / ZOOM_STEP));
  find('all', 'button').addEventListener('click', () => map.fit());
  above.addEventListener('keydown', (event) => {
    const direction = DIRECTIONS[event.key];
    if (direction === undefined || scene.nodes.length === 0) return;
    event.preventDefault();
    const from = page?.selection?.type === 'node' ? scene.indexOf.get(page.selection.id) : undefined;
    const next = from === undefined ? 0 : map.towards(from, direction);
    if (next === undefined) return;
    select({ type: 'node', id: scene.nodes[next]?.id ?? '' });
    const node = scene.nodes[next];
    if (node !== undefined) say(find('said', 'p'), `${nameOf(node)}, ${node.verdict}`);
  });
  const view: View = (next) => {
    const before = page;
    page = next;
    const own = next.status?.node.id;
    if (next.network !== undefined && (next.network !== before?.network || own !== before.status?.node.id)) {
      scene = sceneOf(next.network, own);
      map.show(scene);
    }
    const isSame =
      before !== undefined &&
      before.selection === next.selection &&
      before.query === next.query &&
      before.network === next.network;
    if (!isSame) {
      const looked = lookedAt(next, scene);
      map.look(looked);
      if (before?.selection !== next.selection && looked.node !== undefined) map.centre(looked.node);
    }
    const label = described(next);
    if (above.ariaLabel !== label) above.ariaLabel = label;
  };
  return { view, map, found: (query) => meant(scene, query) };
};
