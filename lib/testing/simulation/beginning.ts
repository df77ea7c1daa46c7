// Where a simulation goes on from, when it does from a recorded run: what its node knew at the end, moved to a network in
// memory. Everybody keeps the id, the label and what was said, and gets another address and another kind of signature,
// since the keys are not in a recording.
import { endpointOf, hostOf, type Endpoint } from '../../address.ts';
import { newest } from '../../network/entry.ts';
import type { KeyedHash } from '../../network/keyedHash.ts';
import { signRecord, type NetRecord } from '../../network/record.ts';
import { verdictOf, type Verdict } from '../../network/survey.ts';
import type { NodeId } from '../../nodeId.ts';
import type { Ban, State } from '../../state.ts';
import { bookOf, type Book } from '../../store/book.ts';

/** One node that the recorded map names; the first is the recorded node itself. */
export interface Named {
  readonly id: NodeId;
  readonly label: string;
  /** As the map has it. */
  readonly record: NetRecord;
  /** Nobody has said that it is gone. */
  readonly isThere: boolean;
}

export interface Beginning {
  /** When the recording ends; milliseconds since 1970: the simulation starts there. */
  readonly at: number;
  readonly network: string;
  readonly nodes: readonly [Named, ...Named[]];
  readonly book: Book;
}

/** Who is lost to a node that has stopped may well be there. */
const THERE: ReadonlySet<Verdict | undefined> = new Set<Verdict>(['up', 'suspect', 'lost']);

const named = ({ self, network: { map, survey } }: State): readonly Named[] =>
  [...map.entries].map((entry) => {
    const { record } = newest(entry);
    const isThere = entry.id === self.node || THERE.has(verdictOf(survey, entry.id));
    return { id: entry.id, label: record.body.label, record, isThere };
  });

/**
 * @param at when the recording ends
 * @throws RangeError when the node had not said a word of itself yet, so that nobody could know it
 * @example beginningOf(state, at)
 */
export const beginningOf = (state: State, at: number): Beginning => {
  const all = named(state);
  const first = all.find(({ id }) => id === state.self.node);
  if (first === undefined) throw new RangeError('the recorded node has no record of itself yet: record it for longer');
  const others = all.filter((one) => one !== first);
  return { at, network: state.self.network, nodes: [first, ...others], book: bookOf(state, at) };
};

/** Old places and new ones. */
export class Move {
  readonly #endpoints = new Map<Endpoint, Endpoint>();
  readonly #nodes = new Map<NodeId, Endpoint>();

  /** @param place where the node with a number, from 1, is in the simulation */
  constructor({ nodes, book }: Beginning, place: (number: number) => Endpoint) {
    nodes.forEach(({ id, record: { body } }, at) => {
      this.#nodes.set(id, place(at + 1));
      for (const address of body.addresses) this.#endpoints.set(endpointOf(address), place(at + 1));
    });
    for (const { endpoint, node } of book.addresses) {
      const moved = node === undefined ? undefined : this.#nodes.get(node);
      if (moved !== undefined) this.#endpoints.set(endpoint, moved);
    }
  }

  /** What is nobody's that is named stays as it is, and nobody answers there. */
  endpoint(old: Endpoint): Endpoint {
    return this.#endpoints.get(old) ?? old;
  }

  book({ addresses, bans, ...rest }: Book): Book {
    const moved = new Map(addresses.map((one) => [this.endpoint(one.endpoint), one]));
    return {
      ...rest,
      addresses: [...moved].map(([endpoint, one]) => ({ ...one, endpoint })),
      bans: bans.flatMap((ban) => this.#ban(ban)),
    };
  }

  /** Of a host where more than one node was, nobody knows which was meant. */
  #ban(ban: Ban): readonly Ban[] {
    if (this.#nodes.has(ban.subject)) return [ban];
    if (this.#endpoints.has(ban.subject)) return [{ ...ban, subject: this.endpoint(ban.subject) }];
    const there = [...this.#endpoints].filter(([old]) => hostOf(old) === ban.subject).map(([, endpoint]) => endpoint);
    const hosts = [...new Set(there.map(hostOf))];
    return hosts.length === 0 ? [ban] : hosts.length === 1 ? [{ ...ban, subject: hosts[0] ?? '' }] : [];
  }

  /** What a node has said, said again with the keys of the simulation; doubts about it are not: they are found anew. */
  record({ header, body }: NetRecord, keys: KeyedHash): NetRecord {
    const addresses = [...new Set(body.addresses.map((address) => this.endpoint(address)))];
    const { net, seq, ttlMs } = header;
    return signRecord({ ...body, addresses }, { net, seq, ttlMs }, keys.signerOf(body.publicKey));
  }
}
