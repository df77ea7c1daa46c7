// A drawing as a block of text: one row for what goes in, one for what comes out, the same moment in the same column.
import { TestScheduler } from 'rxjs/testing';
import { commandPhrase } from '../../lib/status/commandPhrase.ts';
import { eventPhrase } from '../../lib/status/eventPhrase.ts';
import type { Command } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import type { Asked, Drawing } from './drawing.ts';

interface Line {
  readonly name: string;
  readonly marbles: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Longer silences are written as a duration: nobody counts twenty dashes. */
const DASHES_MAX = 20;

const silence = (frames: number): string => (frames > DASHES_MAX ? ` ${frames}ms ` : '-'.repeat(frames));

/** A character is a millisecond, as in `marbles`; outside of it RxJS would have it ten. */
const messagesOf = (text: string): ReturnType<typeof TestScheduler.parseMarbles> => {
  const parse = (): ReturnType<typeof TestScheduler.parseMarbles> =>
    TestScheduler.parseMarbles(text, undefined, undefined, undefined, true);
  return new TestScheduler(() => undefined).run(parse);
};

/** Letters by moment, several of one moment in brackets. */
const cellsOf = ({ marbles }: Line): ReadonlyMap<number, string> => {
  const cells = new Map<number, string>();
  for (const { frame, notification } of messagesOf(marbles)) {
    const mark = notification.kind === 'N' ? String(notification.value) : notification.kind === 'C' ? '|' : '#';
    cells.set(frame, (cells.get(frame) ?? '') + mark);
  }
  return new Map([...cells].map(([frame, marks]) => [frame, marks.length > 1 ? `(${marks})` : marks]));
};

const drawn = (lines: readonly Line[]): readonly string[] => {
  const rows = lines.map(cellsOf);
  const texts = lines.map(() => '');
  let next = 0;
  for (const frame of [...new Set(rows.flatMap((cells) => [...cells.keys()]))].sort((a, b) => a - b)) {
    const cells = rows.map((row) => row.get(frame) ?? '');
    const width = Math.max(...cells.map(({ length }) => length));
    const gap = silence(Math.max(0, frame - next));
    cells.forEach((cell, at) => (texts[at] = `${texts[at] ?? ''}${gap}${cell.padEnd(width, '-')}`));
    next = Math.max(next, frame) + width;
  }
  return texts.map((text) => `${text.replace(/-+$/, '')}-`);
};

const isCommand = (one: Asked | Event | Command): one is { readonly command: Command; readonly by?: string } =>
  'command' in one && !('type' in one);
const isEvent = (one: Asked | Event | Command): one is { readonly event: Event } => 'event' in one && !('type' in one);

const phrase = (value: unknown, isOut: boolean): string => {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'for anybody';
  const one = value as Asked | Event | Command;
  if (isCommand(one)) return `${one.by ?? 'a policy'} wants to ${commandPhrase(one.command)}`;
  if (isEvent(one)) return eventPhrase(one.event);
  return isOut ? commandPhrase(one as Command) : eventPhrase(one as Event);
};

const legend = ({ values, marbles }: Line, isOut: boolean): readonly string[] =>
  Object.entries(values)
    .filter(([letter]) => marbles.replace(/\d+(\.\d+)?(ms|s|m)/g, '').includes(letter))
    .map(([letter, value]) => `${letter}  ${phrase(value, isOut)}`);

/** The rows, a blank line, and what each letter stands for. */
export const diagram = ({ given, other, expected, isGuard }: Drawing): string => {
  const out: Line = { name: isGuard ? 'refused' : 'commands', ...expected };
  const lines: readonly Line[] = [
    { name: isGuard ? 'asked' : 'events', ...given },
    ...(other === undefined ? [] : [other]),
    out,
  ];
  const width = Math.max(...lines.map(({ name }) => name.length));
  const rows = drawn(lines).map((text, at) => `${(lines[at]?.name ?? '').padEnd(width)}  ${text}`);
  return [...rows, '', ...lines.flatMap((line) => legend(line, line === out))].join('\n');
};
