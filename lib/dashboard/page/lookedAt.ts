// What of the scene is looked at: by choosing, and by searching.
import type { Scene } from '../map/scene.ts';
import { matches } from './matches.ts';
import type { Page } from './page.ts';

export interface LookedAt {
  readonly node?: number;
  readonly edge?: number;
  readonly found: ReadonlySet<number>;
  readonly isChosen: boolean;
}

const foundIn = ({ nodes }: Scene, query: string): ReadonlySet<number> =>
  new Set(query.trim() === '' ? [] : nodes.flatMap((node, at) => (matches(node, query) ? [at] : [])));

export const lookedAt = ({ selection, query }: Pick<Page, 'selection' | 'query'>, scene: Scene): LookedAt => {
  const found = foundIn(scene, query);
  if (selection === undefined) return { found, isChosen: false };
  if (selection.type === 'node') {
    const node = scene.indexOf.get(selection.id);
    return node === undefined ? { found, isChosen: false } : { node, found, isChosen: true };
  }
  const [tail, head] = [scene.indexOf.get(selection.tail), scene.indexOf.get(selection.head)];
  const edge = scene.nodes[tail ?? -1]?.edges.find(
    (at) => scene.edges[at]?.tail === tail && scene.edges[at]?.head === head,
  );
  return edge === undefined ? { found, isChosen: false } : { edge, found, isChosen: true };
};
