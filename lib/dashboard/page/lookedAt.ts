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

const foundIn = ({ nodes }: Pick<Scene, 'nodes'>, query: string): ReadonlySet<number> =>
  new Set(query.trim() === '' ? [] : nodes.flatMap((node, at) => (matches(node, query) ? [at] : [])));

/** The one that a search means: who is called just so before who is only called something like it. */
export const meant = ({ nodes }: Pick<Scene, 'nodes'>, query: string): string | undefined => {
  const found = [...foundIn({ nodes }, query)].flatMap((at) => nodes[at] ?? []);
  const name = query.trim().toLowerCase();
  return (found.find(({ label }) => label?.toLowerCase() === name) ?? found[0])?.id;
};

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
