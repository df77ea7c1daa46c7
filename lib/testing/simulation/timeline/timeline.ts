// What a picture of a run is drawn from: what each node was, knew and was connected to, when.
import type { Step } from '../../../step.ts';
import { alive, type State } from '../../../state.ts';

/** From `at` on, until the next of the same node. */
export interface Change<T> {
  readonly at: number;
  readonly value: T;
}

export interface Row {
  readonly node: number;
  /** Its label in the picture. */
  readonly name: string;
  readonly standing: Change<'up' | 'stopped' | 'killed'>[];
  /** Spans in which it did nothing at all. */
  readonly held: { readonly at: number; readonly forMs: number }[];
  /** How many connections it has. */
  readonly edges: Change<number>[];
  /** When one opened (1) and closed (-1). */
  readonly moves: Change<1 | -1>[];
  /** Of its map; `undefined` while it does not run. */
  readonly digest: Change<string | undefined>[];
  readonly proven: Change<boolean>[];
}

/** Of one kind at one node: a picture has a thousand columns, and a run that is longer is looked at in parts. */
const CHANGES_MAX = 50_000;

const put = <T>(changes: Change<T>[], at: number, value: T): void => {
  const last = changes.at(-1);
  if (last?.value === value || changes.length >= CHANGES_MAX) return;
  if (last?.at === at) changes.pop();
  changes.push({ at, value });
};

const edgesOf = (state: State): number => alive(state, 'in') + alive(state, 'out');

export class Timeline {
  readonly #rows = new Map<number, Row>();

  get rows(): readonly Row[] {
    return [...this.#rows.values()].sort((one, two) => one.node - two.node);
  }

  row(node: number, name = `n${node}`): Row {
    const known = this.#rows.get(node);
    if (known !== undefined) return known;
    const row: Row = { node, name, standing: [], held: [], edges: [], moves: [], digest: [], proven: [] };
    this.#rows.set(node, row);
    return row;
  }

  stepped(node: number, at: number, { event, state }: Step): void {
    const row = this.row(node);
    put(row.digest, at, state.network.digest);
    put(row.proven, at, state.network.agreement.proven);
    if (event.type === 'peer-opened' || event.type === 'peer-closed' || event.type === 'peer-closing') {
      put(row.edges, at, edgesOf(state));
    }
    if (row.moves.length >= CHANGES_MAX) return;
    if (event.type === 'peer-opened') row.moves.push({ at, value: 1 });
    if (event.type === 'peer-closed' && event.phase === 'alive') row.moves.push({ at, value: -1 });
  }

  began(node: number, at: number): void {
    put(this.row(node).standing, at, 'up');
  }

  went(node: number, at: number, how: 'stopped' | 'killed'): void {
    const row = this.row(node);
    put(row.standing, at, how);
    put(row.edges, at, 0);
    put(row.digest, at, undefined);
    put(row.proven, at, false);
  }

  heldUp(node: number, at: number, forMs: number): void {
    this.row(node).held.push({ at, forMs });
  }
}
