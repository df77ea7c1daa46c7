// Names in place of names: the same one for the same one, of the same shape, and nothing to find the way back by but a
// secret that is thrown away.
import { createHmac } from 'node:crypto';
import { groupOf } from '../group.ts';
import { EDGE_ID_BYTES, nodeOfKey, type EdgeId } from '../network/ids.ts';
import { base32, type NodeId } from '../nodeId.ts';
import { hostRealm, isPublic, makeGroup } from './hostRealm.ts';
import { LogError } from './logError.ts';

/** The groups of 240.0.0.0/4 are 4,096: far from all taken, a free one is found in a few tries. */
const TRIES_MAX = 10_000;

/** What is known to be a name before anything is replaced: no pseudonym may look like another's true name. */
export interface Named {
  readonly nodes: ReadonlySet<NodeId>;
  readonly hosts: ReadonlySet<string>;
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Endpoints are compared as text, and behind every host a port follows. */
const orderOf = (host: string): string => `${bracketed(host)}:`;

const byOrder = (a: string, b: string): number => (orderOf(a) < orderOf(b) ? -1 : 1);

export class Pseudonyms {
  readonly #secret: Uint8Array;
  readonly #keepOrder: boolean;
  readonly #hosts = new Map<string, string>();
  readonly #groups = new Map<string, string>();
  readonly #words = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #nodes: readonly NodeId[];
  readonly #ids = new Map<NodeId, NodeId>();

  /**
   * @param secret of this one recording
   * @param keepOrder hosts of one kind keep their order among each other: who reads it learns roughly where they are
   */
  constructor(secret: Uint8Array, { nodes, hosts }: Named, keepOrder: boolean) {
    this.#secret = secret;
    this.#keepOrder = keepOrder;
    this.#nodes = [...nodes];
    this.#nameGroups([...hosts]);
    this.#nameHosts([...hosts]);
  }

  /** The public key of nobody: an id is the hash of one, and records hold both. */
  key(id: NodeId): Uint8Array {
    return this.#chance('node', id, 0);
  }

  node(id: NodeId): NodeId {
    const known = this.#ids.get(id) ?? nodeOfKey(this.key(id));
    this.#ids.set(id, known);
    return known;
  }

  edge(edge: EdgeId): EdgeId {
    return this.nodeFront(edge) ?? base32(this.#chance('edge', edge, 0).subarray(0, EDGE_ID_BYTES));
  }

  /** What is neither a number nor a name. */
  bytes(kind: string, of: string, length: number): Uint8Array {
    const chances = Array.from({ length: Math.ceil(length / CHANCE_BYTES) }, (_, at) => this.#chance(kind, of, at));
    return Uint8Array.from(Buffer.concat(chances).subarray(0, length));
  }

  /** The front of a known id, as people give it, becomes the front of its pseudonym. */
  nodeFront(front: string): string | undefined {
    const node = this.#nodes.find((id) => id.startsWith(front));
    return node === undefined ? undefined : this.node(node).slice(0, front.length);
  }

  /** Canonical, as in addresses: without brackets. */
  host(host: string): string {
    const known = this.#hosts.get(host);
    if (known !== undefined) return known;
    const realm = hostRealm(host, (group) => this.#groupFor(group));
    const made = realm === undefined ? host : this.#unused('host', host, realm.make);
    this.#hosts.set(host, made);
    return made;
  }

  /** `undefined` when no host of that group is known. */
  group(group: string): string | undefined {
    return this.#groups.get(group);
  }

  /** Of the same length; letters and digits of base32. */
  word(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) return known;
    const made = this.#unused('word', word, (chance) => stretched(chance, word.length), FEW_WORDS);
    this.#words.set(word, made);
    return made;
  }

  digits(digits: string): string {
    return [...this.#chance('digits', digits, 0), ...this.#chance('digits', digits, 1)]
      .map((byte) => byte % 10).join('').slice(0, digits.length).padEnd(digits.length, '0');
  }

  #chance(kind: string, text: string, count: number): Buffer {
    return createHmac('sha256', this.#secret).update(`${kind}\0${count}\0${text}`).digest();
  }

  /** @param triesMax after so many, one that is taken will do: there are but 32 words of one letter */
  #unused(kind: string, text: string, make: (chance: Buffer) => string, triesMax = TRIES_MAX): string {
    for (let count = 0; ; count++) {
      const made = make(this.#chance(kind, text, count));
      const isFree = !this.#taken.has(`${kind}/${made}`) && made !== text && !this.#isTrueName(kind, made);
      if (!isFree && count < triesMax) continue;
      if (!isFree && triesMax === TRIES_MAX) throw new LogError(`no pseudonym is left for one more ${kind}`);
      this.#taken.add(`${kind}/${made}`);
      return made;
    }
  }

  #trueHosts: ReadonlySet<string> = new Set();
  #isTrueName(kind: string, made: string): boolean {
    return kind === 'host' && this.#trueHosts.has(made);
  }

  #groupFor(group: string): string {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const made = this.#unused('group', group, (chance) => makeGroup(group, chance));
    this.#groups.set(group, made);
    return made;
  }

  #nameGroups(hosts: readonly string[]): void {
    this.#trueHosts = new Set(hosts);
    const all = new Set(hosts.filter(isPublic).flatMap((host) => groupOf(`${bracketed(host)}:1`) ?? []));
    for (const version of [4, 6]) {
      const groups = [...all].filter((group) => group.includes('.') === (version === 4)).sort(dotted);
      const made = groups.map((group) => this.#groupFor(group));
      if (this.#keepOrder) zipped(groups, made.sort(dotted), this.#groups);
    }
  }

  #nameHosts(hosts: readonly string[]): void {
    const realms = new Map<string, string[]>();
    for (const host of hosts) {
      const realm = hostRealm(host, (group) => this.#groupFor(group));
      if (realm !== undefined) realms.set(realm.name, [...(realms.get(realm.name) ?? []), host]);
      this.host(host);
    }
    if (!this.#keepOrder) return;
    for (const originals of realms.values()) {
      zipped(originals.sort(byOrder), originals.map((host) => this.host(host)).sort(byOrder), this.#hosts);
    }
  }
}

const FEW_WORDS = 64;
/** Of SHA-256. */
const CHANCE_BYTES = 32;

const dotted = (a: string, b: string): number => (`${a}.` < `${b}.` ? -1 : 1);

const zipped = (originals: readonly string[], made: readonly string[], into: Map<string, string>): void =>
  originals.forEach((original, at) => into.set(original, made[at] ?? original));

/** 256 bits are 52 characters; what is longer repeats itself. */
const stretched = (chance: Buffer, length: number): string => {
  const text = base32(chance);
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
};
