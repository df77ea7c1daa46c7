// What a word of a command line may go on with: commands, flags, and the values that each of them takes.
import type { Argument, Command, Option } from 'commander';

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** Where the shell knows better: names of files and of folders. */
export type Candidates = readonly Candidate[] | 'files' | 'folders';

/** What is being asked for: the value of a flag or an argument of a command. */
export interface Asked {
  /** The names of the command, without the program's: `config check`. */
  readonly command: string;
  /** `--flag`, or the name of an argument. */
  readonly of: string;
  /** `--data`, where the line gives one. */
  readonly data?: string;
}

/** The values that neither commands nor flags are. */
export type Values = (asked: Asked) => Promise<Candidates>;

interface Place {
  readonly command: Command;
  readonly path: readonly string[];
  readonly positional: number;
  /** The flag whose value comes next. */
  readonly pending?: Option;
  readonly used: ReadonlySet<string>;
  readonly data?: string;
}

const optionOf = ({ options }: Command, flag: string): Option | undefined =>
  options.find(({ long, short }) => flag === long || flag === short);

const takesValue = (option: Option): boolean => option.required || option.optional;

const named = (path: readonly string[]): string => path.join(' ');

const flagged = (place: Place, word: string): Place => {
  const [flag = '', value] = word.split(/=(.*)/s);
  const option = optionOf(place.command, flag);
  if (option === undefined) return place;
  const used = new Set(place.used).add(option.long ?? flag);
  if (!takesValue(option)) return { ...place, used };
  if (value === undefined) return { ...place, used, pending: option };
  return { ...place, used, ...(option.long === '--data' ? { data: value } : {}) };
};

const after = (place: Place, word: string): Place => {
  const { pending, ...rest } = place;
  if (pending !== undefined) return pending.long === '--data' ? { ...rest, data: word } : rest;
  if (word.startsWith('-')) return flagged(rest, word);
  const below = place.positional === 0 ? place.command.commands.find((one) => one.name() === word) : undefined;
  return below === undefined
    ? { ...rest, positional: place.positional + 1 }
    : { ...rest, command: below, path: [...place.path, word] };
};

const visible = (command: Command): readonly Command[] => command.createHelp().visibleCommands(command).slice();

const commands = (command: Command): readonly Candidate[] =>
  visible(command).map((one) => ({ value: one.name(), description: one.description() }));

/** A flag that was given is not offered again, unless giving it twice says more. */
const flags = ({ command, used }: Place): readonly Candidate[] =>
  command.createHelp().visibleOptions(command).flatMap(({ long, description }) =>
    long === undefined || (used.has(long) && !description.includes('repeatable'))
      ? []
      : [{ value: long, description }]);

const starting = (candidates: Candidates, word: string, before = ''): Candidates =>
  typeof candidates === 'string'
    ? candidates
    : candidates
        .map(({ value, ...rest }) => ({ ...rest, value: before + value }))
        .filter(({ value }) => value.startsWith(word));

const choicesOf = ({ argChoices }: Option | Argument): Candidates | undefined =>
  argChoices?.map((value) => ({ value }));

const valuesOf = async (place: Place, what: Option | Argument, values: Values): Promise<Candidates> => {
  const of = 'long' in what ? (what.long ?? '') : what.name();
  const { path, data } = place;
  return choicesOf(what) ?? values({ command: named(path), of, ...(data === undefined ? {} : { data }) });
};

/**
 * @param words behind the program's name; the last one is the one to be gone on with, empty when none is begun
 * @example await candidates(program(), ['network', '--format', 'm'], values) // [{ value: 'mermaid' }]
 */
export const candidates = async (root: Command, words: readonly string[], values: Values): Promise<Candidates> => {
  const word = words.at(-1) ?? '';
  const begin: Place = { command: root, path: [], positional: 0, used: new Set() };
  const place = words.slice(0, -1).reduce(after, begin);
  if (place.pending !== undefined) return lists(await valuesOf(place, place.pending, values), word);
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(word) ?? [];
  const option = flag === undefined ? undefined : optionOf(place.command, flag);
  if (option !== undefined) {
    return starting(lists(await valuesOf(place, option, values), value ?? ''), word, `${flag ?? ''}=`);
  }
  if (word.startsWith('-')) return starting(flags(place), word);
  if (place.command.commands.length > 0) return place.positional > 0 ? [] : starting(commands(place.command), word);
  const argument = place.command.registeredArguments[place.positional];
  return argument === undefined ? [] : starting(await valuesOf(place, argument, values), word);
};

/** Behind a comma, the next of a list: what is in it already is not offered again. */
const lists = (all: Candidates, word: string): Candidates => {
  const before = word.slice(0, word.lastIndexOf(',') + 1);
  if (typeof all === 'string' || before === '') return starting(all, word);
  const taken = new Set(before.split(','));
  return starting(all.filter(({ value }) => !taken.has(value)), word, before);
};
