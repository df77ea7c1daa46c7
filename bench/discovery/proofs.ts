// Somebody who sees all: whether each proof that all agree is true. `discovery.md`, C2 and C9.
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
  /** By digest, who has held it; the ones of the last minutes, and those of the minutes before. */
  #held = new Map<string, Set<NodeId>>();
  #heldBefore = new Map<string, Set<NodeId>>();
  #turnedAt = 0;

  /** Before anything is judged at that moment. */
  holds(one: Resident, digest: string, now: number): void {
    if (now - this.#turnedAt >= REMEMBERED_MS) {
      this.#heldBefore = this.#held;
      this.#held = new Map();
      this.#turnedAt = now;
    }
    let held = this.#held.get(digest);
    if (held === undefined) {
      held = this.#heldBefore.get(digest) ?? new Set<NodeId>();
      this.#heldBefore.delete(digest);
      this.#held.set(digest, held);
    }
    held.add(one.id);
  }

  /** @param honest whoever is not may hold, and say, what he likes */
  proven(one: Resident, honest: ReadonlySet<NodeId>, now: number): void {
    const { agreement, survey, digest } = one.network ?? {};
    if (agreement === undefined || survey === undefined || digest === undefined) return;
    const { excluded } = agreement;
    if (excluded === 'many') return;
    this.checked += 1;
    const held = this.#held.get(digest);
    const wrong = withVerdict(survey, 'up').find((id) =>
      honest.has(id) && !excluded.includes(id) && held?.has(id) !== true);
    if (wrong === undefined) return;
    const what = `proved ${digest.slice(0, 8)}, never held by ${wrong.slice(0, 8)}`;
    this.violations.push(`at ${now} ms n${one.number} ${what}`);
  }
}
