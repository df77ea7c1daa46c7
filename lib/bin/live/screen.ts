// The terminal as a live view has it: a screen of its own while it is shown, and just as it was afterwards, whatever
// ends the program.
import { Subscription } from 'rxjs';

const ESCAPE = '\u001b[';
/** xterm's private modes: another screen, no cursor, no wrapping of long lines. */
const ENTER = `${ESCAPE}?1049h${ESCAPE}?25l${ESCAPE}?7l${ESCAPE}2J`;
const LEAVE = `${ESCAPE}?7h${ESCAPE}?25h${ESCAPE}?1049l`;
/** Synchronized output: the terminal shows the frame when it has all of it. Those that do not know it ignore it. */
const [BEGIN, END] = [`${ESCAPE}?2026h`, `${ESCAPE}?2026l`] as const;
const CLEAR_LINE = `${ESCAPE}K`;

/** What it is drawn on; `process.stdout` is one. */
export interface Drawable {
  write(text: string): unknown;
  readonly writableNeedDrain?: boolean;
}

/** The program, as far as it can end or be stopped. */
export interface Ending {
  once(event: 'exit', listener: () => void): unknown;
  off(event: 'exit', listener: () => void): unknown;
}

export class Screen {
  readonly #out: Drawable;
  #drawn: readonly string[] = [];

  /** @param out a terminal @param ending `process`: whatever ends it, the terminal is given back first */
  constructor(out: Drawable) {
    this.#out = out;
  }

  /** Takes the terminal. Unsubscribing gives it back, and so does the end of the program. */
  taken(ending: Ending): Subscription {
    const leave = (): void => void this.#out.write(LEAVE);
    this.#out.write(ENTER);
    this.#drawn = [];
    ending.once('exit', leave);
    return new Subscription(() => {
      ending.off('exit', leave);
      leave();
    });
  }

  /** Only what differs from the last frame is written; a terminal that is behind is spared this one. */
  draw(lines: readonly string[]): void {
    if (this.#out.writableNeedDrain === true) return;
    const changed = lines.flatMap((line, at) =>
      (line === this.#drawn[at] ? [] : [`${ESCAPE}${at + 1};1H${line}${CLEAR_LINE}`]));
    const isLonger = this.#drawn.length > lines.length;
    const below = isLonger ? `${ESCAPE}${lines.length + 1};1H${ESCAPE}J` : '';
    if (changed.length > 0 || isLonger) this.#out.write(`${BEGIN}${changed.join('')}${below}${END}`);
    this.#drawn = lines;
  }

  /** The next frame is drawn whole: the terminal may have moved what was there. */
  forget(): void {
    this.#drawn = [];
    this.#out.write(`${ESCAPE}2J`);
  }
}
