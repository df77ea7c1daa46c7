// Goes through the texts of a recording's lines, field by field.
import type { LogHeader, LogLine } from './logLine.ts';

/** What of a line a visitor is asked to replace: texts, by the name of their field. */
export type Replace = (text: string, key: string) => string;

/** The only object in an event that a remote makes: of what else it puts into it nobody knows what it tells. */
const HELLO = 'hello';
const HELLO_KEYS: ReadonlySet<string> = new Set([
  'version', 'network', 'id', 'boot', 'label', 'addresses', 'capabilities', 'clock', 'nonce',
]);

/** Lists of ids that a node keeps in their order: as text, or by their bytes, in which letters come before digits. */
const SORTED: Readonly<Record<string, (id: string) => string>> = {
  out: (id) => id,
  denied: (id) => id,
  missing: (id) => id.replace(/[2-7]/g, (digit) => `{${digit}`),
};

/** What stood in its order still does. */
const ordered = (key: string, before: readonly unknown[], after: readonly unknown[]): readonly unknown[] => {
  const rank = SORTED[key];
  if (rank === undefined) return after;
  const byRank = (a: unknown, b: unknown): number => (rank(String(a)) < rank(String(b)) ? -1 : 1);
  const wasSorted = before.every((one, at) => at === 0 || byRank(before[at - 1], one) < 0);
  return wasSorted ? [...after].sort(byRank) : after;
};

const walk = (value: unknown, key: string, replace: Replace): unknown => {
  if (typeof value === 'string') return replace(value, key);
  if (Array.isArray(value)) return ordered(key, value, value.map((one) => walk(one, key, replace)));
  if (typeof value !== 'object' || value === null) return key === HELLO ? null : value;
  const nameOf = (name: string): string => (key !== HELLO || HELLO_KEYS.has(name) ? name : replace(name, 'key'));
  const below = (name: string): string => (key !== HELLO || HELLO_KEYS.has(name) ? name : HELLO);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [nameOf(name), walk(inner, below(name), replace)]),
  );
};

/** Any value of plain data: a report, a configuration. */
export const walkValue = (value: unknown, replace: Replace): unknown => walk(value, '', replace);

/** The line's event or command; who said it is a name of a part, which the header lists. */
export const walkLine = (line: LogLine, replace: Replace): LogLine => {
  switch (line[0]) {
    case 'o':
    case 'p':
    case 'i': {
      const [kind, at, by, what, ...cause] = line;
      return [kind, at, by, walk(what, '', replace), ...cause] as unknown as LogLine;
    }
    case 'c': {
      const [kind, id, by, cause, command] = line;
      return [kind, id, by, cause, walk(command, '', replace)] as unknown as LogLine;
    }
    default:
      return line;
  }
};

export const walkHeader = (header: LogHeader, replace: Replace): LogHeader => {
  const { self, habits } = header;
  const { version } = self;
  return {
    ...header,
    self: { ...(walk(self, '', replace) as LogHeader['self']), version, redacted: true },
    habits: walk(habits, '', replace),
  };
};

export const isHeader = (line: LogHeader | LogLine): line is LogHeader => !Array.isArray(line);
