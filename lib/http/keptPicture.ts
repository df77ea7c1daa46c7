// The picture of the network, drawn once for what it shows: to lay 600 nodes out takes most of a second of the loop, and
// whoever asks again and again must not have that second again.
import { svg } from '../network/svg.ts';
import type { State } from '../state.ts';
import { networkView } from '../status/networkView.ts';
import { text, type Answer } from './answer.ts';

const SVG_TYPE = 'image/svg+xml; charset=utf-8';

type Agreement = State['network']['agreement'];

/** By the survey, which is another one whenever the map is: what nobody holds any more is forgotten with it. */
const drawn = new WeakMap<State['network']['survey'], { readonly agreement: Agreement; readonly picture: Answer }>();

/** @param now milliseconds since 1970 */
export const keptPicture = (state: State, now: number): Answer => {
  const { survey, agreement } = state.network;
  const before = drawn.get(survey);
  if (before?.agreement === agreement) return before.picture;
  const picture = text(svg(networkView(state, now)), SVG_TYPE);
  drawn.set(survey, { agreement, picture });
  return picture;
};
