// Somebody who sees all: whether each proof that all agree is true. `discovery.md`, C2 and C9.
import { contentOf } from '../../lib/network/networkMap.ts';
import { withVerdict } from '../../lib/network/survey.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import type { Resident } from './resident.ts';

/** How long it is remembered who has held what. A proof is about the last seconds; what is forgotten counts as a lie. */
const REMEMBERED_MS = 300_000;

export class Proofs {
  /** How often a node has said `proven`, of a digest or anew. */
  checked = 0;
  /** What was said, and was not so. */
  readonly violations: string[] = [];
  /** By content of the map, who has held it; the ones of the last minutes, and those of the minutes before. */
  #held = new Map<string, Set<NodeId>>();
  #heldBefore = new Map<string, Set<NodeId>>();
  #turnedAt = 0;
  /** By node, what it holds: however long it has. */
  readonly #holding = new Map<NodeId, string>();

  /** Before anything is judged at that moment. */
  holds(one: Resident, content: string, now: number): void {
    this.#holding.set(one.id, content);
    if (now - this.#turnedAt >= REMEMBERED_MS) {
      this.#heldBefore = this.#held;
      this.#held = new Map();
      this.#turnedAt = now;
    }
    let held = this.#held.get(content);
    if (held === undefined) {
      held = this.#heldBefore.get(content) ?? new Set<NodeId>();
      this.#heldBefore.delete(content);
      this.#held.set(content, held);
    }
    held.add(one.id);
  }

  /** @param honest whoever is not may hold, and say, what he likes */
  proven(one: Resident, honest: ReadonlySet<NodeId>, now: number): void {
    const { agreement, survey, digest, map } = one.network ?? {};
    if (agreement === undefined || survey === undefined || digest === undefined || map === undefined) return;
    const { excluded } = agreement;
    if (excluded === 'many') return;
    this.checked += 1;
    const content = contentOf(map);
    const held = this.#held.get(content);
    const wrong = withVerdict(survey, 'up').find((id) => honest.has(id) && !excluded.includes(id) &&
      held?.has(id) !== true && this.#holding.get(id) !== content);
    if (wrong === undefined) return;
    const what = `proved ${digest.slice(0, 8)}, never held by ${wrong.slice(0, 8)}`;
    this.violations.push(`at ${now} ms n${one.number} ${what}`);
  }
}
