// The values that a command line can be completed with: names that Millrace knows, and what a running node knows.
import { firstValueFrom, map, timeout, type Observable } from 'rxjs';
import { endpointOf, hostOf } from '../../address.ts';
import { defaultGuards, defaultPolicies } from '../../defaults.ts';
import { realEnv } from '../../env.ts';
import { printable } from '../../printable.ts';
import type { Report } from '../../status/statusReport.ts';
import { FAULTS } from '../../testing/simulation/fault.ts';
import { askNode } from '../askNode.ts';
import { ENTRY_TYPES, KINDS } from '../entryTypes.ts';
import type { Asked, Candidate, Candidates } from './completer.ts';

/** Somebody waits with a finger on the key. */
const ANSWER_MS_MAX = 1_000;
const DATA = '.millrace';
/** A menu of more is none. */
const VALUES_MAX = 200;

const names = (list: readonly string[]): readonly Candidate[] => list.map((value) => ({ value }));

/** Nothing that means something to a shell: addresses of remotes and ban lists are the only texts from elsewhere. */
const isPlain = ({ value }: Candidate): boolean => /^[\w.:@%[\]-]+$/.test(value);

const distinct = (all: readonly Candidate[]): readonly Candidate[] =>
  [...new Map(all.filter(isPlain).map((one) => [one.value, one])).values()].slice(0, VALUES_MAX);

/** A description is a stranger's text. */
const shown = (value: string, description: string): Candidate => ({ value, description: printable(description) });

const connections = ({ outgoing, incoming, attempting }: Report): readonly Candidate[] => [
  ...[...outgoing, ...incoming].map(({ peer, id, label, address }) =>
    shown(peer, `${label ?? id?.slice(0, 8) ?? '?'} at ${endpointOf(address)}`)),
  ...attempting.map(({ peer, address, phase }) => shown(peer, `${phase} ${endpointOf(address)}`)),
];

const nodes = ({ outgoing, incoming }: Report): readonly Candidate[] =>
  [...outgoing, ...incoming].flatMap(({ id, label, peer }) =>
    (id === null ? [] : [shown(id, label ?? peer)]));

const places = ({ outgoing, idle }: Report): readonly Candidate[] => [
  ...outgoing.map(({ address, label }) => shown(endpointOf(address), label ?? '')),
  ...idle.map(({ address, lastError }) => shown(endpointOf(address), lastError ?? 'idle')),
];

const hosts = ({ outgoing, incoming }: Report): readonly Candidate[] =>
  [...outgoing, ...incoming].map(({ address, label }) => shown(hostOf(address), label ?? ''));

const bans = ({ banned }: Report): readonly Candidate[] =>
  banned.map(({ subject, reason }) => shown(subject, reason));

const idle = (report: Report): readonly Candidate[] =>
  report.idle.map(({ address, attempts }) => shown(address, `failed ${attempts} times`));

type Read = (report: Report) => readonly Candidate[];
const all = (...reads: readonly Read[]): Read => (report) => reads.flatMap((read) => read(report));

/** By command and argument. */
const OF_NODE: Readonly<Record<string, Read>> = {
  'why subject': all(connections, nodes, places, bans),
  'events --subject': all(connections, nodes, places),
  'drop peer': all(connections, nodes),
  'ban subject': all(connections, nodes, hosts, places),
  'unban subject': bans,
  'dial address': idle,
};

const OWN: Readonly<Record<string, () => readonly Candidate[]>> = {
  'events --kind': () => names(KINDS),
  'events --type': () => names(ENTRY_TYPES),
  'events --by': () => names([...Object.keys(defaultPolicies({}, realEnv)), ...Object.keys(defaultGuards())]),
  'simulate --faults': () => names([...FAULTS, 'all', 'none']),
};

const FILES: ReadonlySet<string> =
  new Set(['--config', '--policy', '--module', '--record', '--out', '--from', '--timeline', 'file', 'log']);

const told = (read: Read, data: string): Observable<readonly Candidate[]> =>
  askNode(data, { do: 'status' }).pipe(timeout(ANSWER_MS_MAX), map((report) => distinct(read(report as Report))));

/** Never rejects: where no node answers, there is nothing to offer. */
export const valuesFor = async ({ command, of, data = DATA }: Asked): Promise<Candidates> => {
  if (of === '--data') return 'folders';
  if (FILES.has(of)) return 'files';
  const key = `${command} ${of}`;
  const own = OWN[key];
  if (own !== undefined) return own();
  const read = OF_NODE[key];
  if (read === undefined) return [];
  return firstValueFrom(told(read, data), { defaultValue: [] }).catch(() => []);
};
