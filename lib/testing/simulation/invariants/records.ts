// What a map holds of a node is what that node has signed, and never gets older: I9.
import { seqOf, newest } from '../../../network/entry.ts';
import type { NodeId } from '../../../nodeId.ts';
import type { State } from '../../../state.ts';
import type { Check, Rule } from './rule.ts';

/** Looked at every ten seconds: what was taken in wrongly stays for ninety minutes. */
const looksNow = (event: { readonly type: string; readonly timer?: string }): boolean =>
  event.type === 'ticked' && event.timer === 'discovery';

class Seen {
  readonly #highest = new Map<NodeId, number>();
  readonly #hasSigned: (id: NodeId, hash: string) => boolean;

  constructor(hasSigned: (id: NodeId, hash: string) => boolean) {
    this.#hasSigned = hasSigned;
  }

  check({ network: { map } }: State): ReturnType<Check> {
    for (const entry of map.entries) {
      const { hash } = newest(entry).record.header;
      const [seq, before] = [seqOf(entry), this.#highest.get(entry.id) ?? 0];
      if (seq < before) return { node: entry.id, seq, before };
      this.#highest.set(entry.id, seq);
      if (!this.#hasSigned(entry.id, hash)) return { node: entry.id, seq, found: 'a record it has not signed' };
    }
    return false;
  }
}

export const recordsSigned: Rule = {
  name: 'I9 a map holds what nodes have signed, and nothing older than before',
  make: ({ hasSigned }) => {
    const seen = new Seen(hasSigned);
    let last: State['network']['map'] | undefined;
    return ({ event, state }) => {
      if (!looksNow(event) || state.network.map === last) return false;
      last = state.network.map;
      return seen.check(state);
    };
  },
};
