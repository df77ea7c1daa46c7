// Colours, where they are wanted: on a terminal, unless the environment says otherwise.
import { styleText } from 'node:util';

/** What a colour is for; the text says it too, since not everybody sees colours. */
export type Tone = 'title' | 'good' | 'bad' | 'doubtful' | 'faint' | 'heading';

/** Puts a tone into a text that is to be printed as it is. */
export type Paint = (tone: Tone, text: string) => string;

export const plain: Paint = (_tone, text) => text;

const STYLES = {
  title: 'bold',
  good: 'green',
  bad: 'red',
  doubtful: 'yellow',
  faint: 'dim',
  heading: 'inverse',
} as const satisfies Record<Tone, string>;

export const coloured: Paint = (tone, text) =>
  text === '' ? '' : styleText(STYLES[tone], text, { validateStream: false });

interface Wishes {
  readonly FORCE_COLOR?: string | undefined;
  readonly NO_COLOR?: string | undefined;
  readonly TERM?: string | undefined;
}

/**
 * `FORCE_COLOR` (not `0`, not `false`) before `NO_COLOR` (not empty), as Node has it; else what it is written to
 * decides. See force-color.org and no-color.org.
 *
 * @example wantsColour(process.env, process.stdout.isTTY)
 */
export const wantsColour = ({ FORCE_COLOR, NO_COLOR, TERM }: Wishes, isTerminal: boolean): boolean => {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTerminal && TERM !== 'dumb';
};

/** For what goes to standard output. */
export const painter = (): Paint => (wantsColour(process.env, process.stdout.isTTY) ? coloured : plain);
