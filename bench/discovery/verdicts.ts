// Who says what of whom: when the dead are first called gone, and how often somebody who lives is.
import { verdictOf, type Survey, type Verdict } from '../../lib/network/survey.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import type { Step } from '../../lib/step.ts';
import type { Resident } from './resident.ts';
import type { Town } from './town.ts';

const isGone = (verdict: Verdict | undefined): boolean => verdict === 'down' || verdict === 'lost';

export class Verdicts {
  readonly #town: Town;
  /** Of the dead that nobody has called gone yet: when they died. */
  readonly #waiting = new Map<NodeId, number>();
  /** How long it took until somebody did, by voting (`down`) or because no path leads there (`lost`); milliseconds. */
  readonly firstMs: { readonly afterMs: number; readonly how: 'down' | 'lost' }[] = [];
  /** Of the living: `observer subject seq` of every time that one called another one `down`. */
  readonly #wrong = new Set<string>();
  readonly #surveys = new Map<Resident, Survey>();
  readonly #ids: ReadonlyMap<NodeId, Resident>;
  /** Whose view counts; all of those that run, unless told. */
  counts: (one: Resident) => boolean = () => true;

  constructor(town: Town) {
    this.#town = town;
    this.#ids = new Map(town.residents.map((one) => [one.id, one]));
    town.watches.add(this.watch);
  }

  end(): void {
    this.#town.watches.delete(this.watch);
  }

  /** Somebody has just died. */
  died(one: Resident): void {
    this.#waiting.set(one.id, this.#town.now);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Times that a living node was called `down`: verdicts of the map, and views of them. */
  wrong(of: (subject: Resident) => boolean): { readonly verdicts: number; readonly views: number } {
    const views = [...this.#wrong].map((text) => text.split(' ')).filter(([, subject = '']) => {
      const one = this.#ids.get(subject);
      return one !== undefined && of(one);
    });
    const verdicts = new Set(views.map(([, subject = '', seq = '']) => `${subject} ${seq}`));
    return { verdicts: verdicts.size, views: views.length };
  }

  readonly watch = (one: Resident, _step: Step): void => {
    const { network } = one;
    if (network === undefined || this.#surveys.get(one) === network.survey || !this.counts(one)) return;
    const { survey } = network;
    this.#surveys.set(one, survey);
    for (const [id, diedAt] of this.#waiting) {
      const verdict = verdictOf(survey, id);
      if (verdict !== 'down' && verdict !== 'lost') continue;
      this.#waiting.delete(id);
      this.firstMs.push({ afterMs: this.#town.now - diedAt, how: verdict });
    }
    if (survey.up === survey.size) return;
    for (const id of survey.withVerdict(['down'])) {
      if (this.#ids.get(id)?.isRunning !== true) continue;
      const seq = survey.versionOf(id)?.record.header.seq ?? 0;
      this.#wrong.add(`${one.id} ${id} ${seq}`);
    }
  };

  /** All that live have called all that are dead gone. */
  isKnown(dead: readonly Resident[]): boolean {
    return this.#town.honest.every(({ network }) =>
      network !== undefined && dead.every(({ id }) => isGone(verdictOf(network.survey, id)) ||
        verdictOf(network.survey, id) === undefined));
  }
}
