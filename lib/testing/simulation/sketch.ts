// A drawing of a run, one line for each node: what happened to it, when. A failure is understood by it.
import type { Event } from '../../event.ts';
import { never } from '../../never.ts';

/** Strongest last: of what happens in one column, the last in this list is shown. */
const LETTERS = ['-', 'd', 'o', 'c', 'l', 's', '^', 'x', 'L', 'B'] as const;
type Letter = (typeof LETTERS)[number];

/** A longer run is drawn in coarser columns; what was noted is kept within this. */
const NOTES_MAX = 20_000;
const COLUMNS = 100;

const letterOf = (event: Event): Letter | undefined => {
  switch (event.type) {
    case 'dial-started':
      return 'd';
    case 'peer-opened':
      return 'o';
    case 'peer-closed':
      return event.phase === 'alive' ? 'c' : undefined;
    case 'loop-found':
      return 'L';
    case 'subject-banned':
      return 'B';
    default:
      return undefined;
  }
};

interface Note {
  readonly node: number;
  readonly at: number;
  readonly letter: Letter;
}

export class Sketch {
  #notes: Note[] = [];

  note(node: number, at: number, event: Event): void {
    const letter = letterOf(event);
    if (letter !== undefined) this.#add({ node, at, letter });
  }

  began(node: number, at: number): void {
    this.#add({ node, at, letter: '^' });
  }

  went(node: number, at: number, how: 'stopped' | 'killed'): void {
    switch (how) {
      case 'stopped':
        this.#add({ node, at, letter: 's' });
        return;
      case 'killed':
        this.#add({ node, at, letter: 'x' });
        return;
      default:
        never(how);
    }
  }

  /** @param until milliseconds after the start; what led to something happened before it */
  draw(nodes: readonly number[], until: number): string {
    const columnMs = Math.max(1, Math.ceil(until / COLUMNS));
    const width = Math.ceil(until / columnMs) + 1;
    const lines = new Map(nodes.map((node) => [node, Array.from({ length: width }, (): Letter => '-')]));
    for (const { node, at, letter } of this.#notes) {
      const line = lines.get(node);
      const column = Math.floor(at / columnMs);
      const there = line?.[column];
      if (line === undefined || there === undefined || at > until) continue;
      if (LETTERS.indexOf(letter) > LETTERS.indexOf(there)) line[column] = letter;
    }
    const letters = '^ starts  d dials  o opened  c closed  s stopped  x killed  L loop  B ban';
    const legend = `one column is ${columnMs} ms; ${letters}`;
    const name = (node: number): string => `n${node}`.padStart(1 + String(Math.max(...nodes)).length);
    return [legend, ...[...lines].map(([node, line]) => `${name(node)} ${line.join('')}`)].join('\n');
  }

  #add(note: Note): void {
    if (this.#notes.length >= NOTES_MAX) this.#notes = this.#notes.slice(NOTES_MAX / 2);
    this.#notes.push(note);
  }
}
