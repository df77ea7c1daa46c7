// Who issued a command, and what was weighed for it, in words.
import type { Inputs } from '../because.ts';
import { defaultReducers } from '../defaultReducers.ts';
import type { Entry } from '../journal.ts';
import { printable } from '../printable.ts';
import { span } from './inWords.ts';

type CommandEntry = Extract<Entry, { readonly kind: 'command' }>;

const isReducer = (by: string): boolean => Object.hasOwn(defaultReducers, by);

/** Units come last in names of ours, so a value in milliseconds can be told. */
const weighed = ([name, value]: readonly [string, Inputs[string]]): string => {
  const words = name.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words} ${typeof value === 'number' && name.endsWith('Ms') ? span(value) : printable(String(value))}`;
};

/** For which part a policy has chosen somebody: ` as ring successor 0`. Empty where it has not said. */
const partOf = (inputs: Inputs | undefined): string =>
  inputs?.['as'] === undefined ? '' : ` as ${printable(String(inputs['as']))}`;

/** ` as random slot (outgoing 1, target 8, candidates 3)`; empty where nothing was weighed. */
export const weighing = (inputs: Inputs | undefined): string => {
  const parts = Object.entries(inputs ?? {}).filter(([name]) => name !== 'as').map(weighed);
  return `${partOf(inputs)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
};

/** What another network could want otherwise is a policy's choice; what nobody could, the protocol's rule. */
export const decidedBy = ({ by }: CommandEntry): string => {
  if (by === 'operator') return 'the operator asked';
  return isReducer(by) ? `the protocol obliges (${by})` : `policy ${by} chose`;
};

/** @example because(entry) // 'because policy dialIdle chose it (outgoing 1, target 8)' */
export const becauseOf = (entry: CommandEntry): string => {
  if (entry.by === 'operator') return 'because the operator asked for it';
  const who = isReducer(entry.by) ? `the protocol obliges to it (${entry.by})` : `policy ${entry.by} chose it`;
  return `because ${who}${weighing(entry.inputs)}`;
};
