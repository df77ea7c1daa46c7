// Whom a node that is full names to one that it turns away.
import { groupOf } from '../group.ts';
import type { NodeId } from '../nodeId.ts';
import { nextOnRing } from '../ring.ts';
import type { State } from '../state.ts';
import { itemText } from './itemText.ts';

/** As many as a goodbye has room for; it is cut where they are long. */
const REFERRED_MAX = 16;
/** So many of the map are looked at: among them there are as many groups, in a network that has them. */
const LOOKED_AT_MAX = 64;

/**
 * Records of nodes that are up and can be dialled, one of each address group: those that follow the one turned away on
 * a ring, so that a thousand newcomers are sent to a thousand places, and the same one to the same ones.
 */
export const referred = (state: State, newcomer: NodeId): readonly string[] => {
  const { self, network: { survey } } = state;
  const groups = new Set<string>();
  const found: string[] = [];
  for (const id of nextOnRing(state, newcomer, LOOKED_AT_MAX)) {
    const record = survey.verdictOf(id) === 'up' && id !== self.node ? survey.versionOf(id)?.record : undefined;
    const [endpoint] = record?.body.addresses ?? [];
    if (record === undefined || endpoint === undefined) continue;
    const group = groupOf(endpoint) ?? endpoint;
    if (groups.has(group)) continue;
    groups.add(group);
    found.push(itemText({ type: 'record', record }));
    if (found.length === REFERRED_MAX) break;
  }
  return found;
};
