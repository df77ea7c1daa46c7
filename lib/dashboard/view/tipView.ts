// What the pointer is on, in a few words beside it.
import { el } from '../dom/el.ts';
import { find } from '../dom/find.ts';
import type { Hit } from '../map/hit.ts';
import type { Pointed } from '../map/mapView.ts';
import type { Scene } from '../map/scene.ts';
import { nameOf, shortId } from '../words/nodeWords.ts';
import { sign } from './sign.ts';

const OFF_PX = 14;

const contentOf = ({ nodes, edges }: Scene, { type, at }: Hit): readonly (Node | string)[] => {
  if (type === 'node') {
    const node = nodes[at];
    if (node === undefined) return [];
    const verdict = node.equivocal ? `${node.verdict}, says two things` : node.verdict;
    return [
      sign(node.verdict),
      el('b', {}, nameOf(node)),
      el('small', {}, `${shortId(node.id)} · ${verdict}${node.isOwn ? ' · this node' : ''}`),
    ];
  }
  const edge = edges[at];
  const [tail, head] = [nodes[edge?.tail ?? -1], nodes[edge?.head ?? -1]];
  if (edge === undefined || tail === undefined || head === undefined) return [];
  const state = edge.denied
    ? 'denied by the head'
    : edge.isGone
      ? 'one end is gone'
      : 'tail, which asks → head, which answers';
  return [`${nameOf(tail)} → ${nameOf(head)}`, el('small', {}, state)];
};

/** @returns draws it; undefined hides it */
export const tipView = (): ((scene: Scene, pointed: Pointed | undefined) => void) => {
  const [tip, map] = [find('tip', 'div'), find('map', 'section')];
  return (scene, pointed) => {
    tip.hidden = pointed === undefined;
    if (pointed === undefined) return;
    tip.replaceChildren(...contentOf(scene, pointed.hit));
    const x = Math.min(pointed.x + OFF_PX, map.clientWidth - tip.offsetWidth - 4);
    const isLow = pointed.y + OFF_PX + tip.offsetHeight > map.clientHeight - 4;
    const y = isLow ? pointed.y - OFF_PX - tip.offsetHeight : pointed.y + OFF_PX;
    tip.style.transform = `translate(${Math.max(4, x)}px, ${y}px)`;
  };
};
