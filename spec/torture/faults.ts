// A whole life of a real node on a disk that fails: at each of its calls to the file system, with each error that the
// call can have, once or from then on. Then the disk is well again, and nothing that was said yes to may be lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastValueFrom } from 'rxjs';
import { controlClient } from '../../lib/control/controlClient.ts';
import { controlPath } from '../../lib/control/controlPath.ts';
import type { Report } from '../../lib/status/statusReport.ts';

const PRELOAD = fileURLToPath(new URL('faultyDisk.mjs', import.meta.url));
const PATIENCE_MS = 60_000;
/** A life takes two seconds. One that takes ten times that is held up by the machine: what it shows is no finding. */
const HELD_UP_MS = 20_000;
/** Who hangs by itself does so each time. */
const TRIES_MAX = 5;
const HOUR_MS = 3_600_000;
const OLD_BAN = '192.0.2.1';
const NEW_BAN = '192.0.2.2';

/** A call to the file system, in the order of a life on a disk that is well. */
export interface Call {
  readonly call: number;
  readonly name: string;
  readonly target: string;
  /** What it can fail with. */
  readonly codes: readonly string[];
  readonly fails: boolean;
}

export interface Fault {
  readonly call: Call;
  readonly code: string;
  readonly lasts: 'once' | 'ever';
  /** The folder of a node that has lived, or none. */
  readonly from: string | undefined;
}

interface Life {
  readonly id: string | undefined;
  readonly code: number | null;
  readonly err: string;
  readonly out: string;
  /** What `ban` was answered with; it was answered for when there is none. */
  readonly refusal: string | undefined;
  readonly banned: readonly string[];
  /** How long it took. */
  readonly ms: number;
}

interface Running {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

const begin = (data: string, faults: Record<string, string>): Running => {
  const { PATH = '', HOME = '' } = process.env;
  const preload = Object.keys(faults).length === 0 ? [] : ['--import', PRELOAD];
  const args = [...preload, 'dist/bin/millrace.js', 'start', '--data', data, '--http', 'off', '--peer', '127.0.0.1:9'];
  const env = { PATH, HOME, ...faults };
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => {
    clearTimeout(late);
    resolve(code);
  }));
  return { child, said, ended };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What makes calls fail from this one on. */
export const lasting = (data: string, code: string, at: number): Record<string, string> =>
  ({ FAULT_AT: String(at), FAULT_CODE: code, FAULT_LASTS: 'ever', FAULT_FOLDER: data });

/** Starts, is asked, takes an order, stops: all that a node does with its disk. */
export const live = async (data: string, faults: Record<string, string> = {}): Promise<Life> => {
  const began = performance.now();
  const { child, said, ended } = begin(data, faults);
  const ready = new Promise<string | undefined>((resolve) => {
    child.stdout?.on('data', () => {
      const [, id] = /^ready (\S+)/m.exec(said.out) ?? [];
      if (id !== undefined) resolve(id);
    });
    void ended.then(() => resolve(undefined));
  });
  const id = await ready;
  let [refusal, banned]: [string | undefined, readonly string[]] = ['it did not start', []];
  if (id !== undefined) {
    const client = controlClient(controlPath(data));
    const asked = (request: Parameters<typeof client.ask>[0]): Promise<unknown> =>
      lastValueFrom(client.ask(request), { defaultValue: undefined });
    banned = await asked({ do: 'status' })
      .then((report) => (report as Report).banned.map(({ subject }) => subject), () => []);
    const request = { type: 'ban', subject: NEW_BAN, forMs: HOUR_MS, reason: 'tried' } as const;
    refusal = await asked({ do: 'order', request }).then(() => undefined, messageOf);
    child.kill('SIGTERM');
  }
  return { id, code: await ended, err: said.err, out: said.out, refusal, banned, ms: performance.now() - began };
};

/** A new folder, or a copy of one. */
export const folder = (from?: string): string => {
  const made = mkdtempSync(join(tmpdir(), 'millrace-'));
  const isFile = (path: string): boolean => !path.endsWith('.sock'); // of a node that was killed
  if (from !== undefined) cpSync(from, made, { recursive: true, filter: isFile });
  return made;
};

export const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

/** The folder of a node that has lived, with a ban that it has answered for. @param signal how it was ended */
export const livedIn = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<string> => {
  const data = folder();
  const { child, ended, said } = begin(data, {});
  await new Promise<void>((resolve) => child.stdout?.on('data', () => said.out.includes('ready ') && resolve()));
  const request = { type: 'ban', subject: OLD_BAN, forMs: HOUR_MS, reason: 'tried' } as const;
  await lastValueFrom(controlClient(controlPath(data)).ask({ do: 'order', request }), { defaultValue: undefined });
  child.kill(signal);
  await ended;
  return data;
};

const callsIn = (log: string): readonly Call[] =>
  readFileSync(log, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Call);

/** The calls of a life in which none fails. */
export const callsOf = async (from?: string): Promise<readonly Call[]> => {
  const [data, place] = [folder(from), folder()];
  const log = join(place, 'calls');
  try {
    const { id, err } = await live(data, { FAULT_AT: '0', FAULT_CODE: 'EIO', FAULT_FOLDER: data, FAULT_LOG: log });
    if (id === undefined) throw new Error(`did not start: ${err}`);
    return callsIn(log);
  } finally {
    remove(data);
    remove(place);
  }
};

export const faultsOf = (calls: readonly Call[], from: string | undefined): readonly Fault[] =>
  calls.flatMap((call) => call.codes.flatMap((code) =>
    (['once', 'ever'] as const).map((lasts): Fault => ({ call, code, lasts, from }))));

const NAMED = /node\.(key|crt)|peers\.json|book\.key|\bseq\b|lock|control\.sock|data folder/;
const CRASHED = /\n\s+at |Uncaught|node:internal|unhandled/i;

/** What stays is swept at the next start, and a lock of a process that is gone is taken over: nothing to tell of. */
const isForNextStart = ({ name, target }: Call): boolean =>
  name === 'rm' || name === 'unlink' || basename(target) === 'lock';

const judgedFaulty = (life: Life, { code, lasts }: Fault, failed: readonly Call[]): readonly string[] => {
  const found: string[] = [];
  if (CRASHED.test(life.err)) found.push(`crashed: ${life.err}`);
  if (life.id === undefined && life.code !== 1) found.push(`ended with ${life.code}`);
  const isNamed = life.err.includes(code) && NAMED.test(life.err);
  if (life.id === undefined && !isNamed) found.push(`did not start, and does not say why: ${life.err}`);
  const isSaid = `${life.err} ${life.refusal ?? ''}`.includes(code);
  const isSilent = lasts === 'ever' && !failed.every(isForNextStart) && !isSaid;
  if (life.id !== undefined && isSilent) found.push('ran on a disk that fails, and said nothing of it');
  if (life.id !== undefined && life.code !== 0) found.push(`ran, and ended with ${life.code}: ${life.err}`);
  return found;
};

const judgedWell = (well: Life, faulty: Life, from: string | undefined): readonly string[] => {
  if (well.id === undefined) return [`does not start on a disk that is well again: ${well.err}`];
  const found: string[] = [];
  if (faulty.id !== undefined && faulty.id !== well.id) found.push(`was ${faulty.id}, and is ${well.id}`);
  if (from !== undefined && !readFileSync(join(from, 'node.key'), 'utf8').includes(well.id)) {
    found.push(`is ${well.id}, and not who the folder was of`);
  }
  if (from !== undefined && !well.banned.includes(OLD_BAN)) found.push('has lost a ban of the life before');
  if (faulty.refusal === undefined && !well.banned.includes(NEW_BAN)) found.push('has lost a ban that it answered for');
  if (well.refusal !== undefined) found.push(`refuses an order: ${well.refusal}`);
  return found;
};

interface Tried {
  /** Whether the node ran in spite of it. */
  readonly ran: boolean;
  /** What must not be: each a sentence. */
  readonly found: readonly string[];
  readonly isHeldUp: boolean;
}

/** Tried again where something was found while the machine had no time for it. */
export const tried = async (fault: Fault, left = TRIES_MAX): Promise<Tried> => {
  const once = await triedOnce(fault);
  return once.found.length > 0 && once.isHeldUp && left > 1 ? tried(fault, left - 1) : once;
};

const triedOnce = async (fault: Fault): Promise<Tried> => {
  const { call, code, lasts, from } = fault;
  const [data, place] = [folder(from), folder()];
  const log = join(place, 'calls');
  try {
    const faulty = await live(data, {
      FAULT_AT: String(call.call), FAULT_CODE: code, FAULT_LASTS: lasts, FAULT_FOLDER: data, FAULT_LOG: log,
    });
    const well = await live(data);
    const failed = callsIn(log).filter(({ fails }) => fails);
    const found = [...judgedFaulty(faulty, fault, failed), ...judgedWell(well, faulty, from)];
    const first = failed[0] ?? call;
    const what = `${code} ${lasts} at call ${first.call}, ${first.name} ${basename(first.target)}` +
      ` of a ${from === undefined ? 'first' : 'later'} start`;
    const isHeldUp = Math.max(faulty.ms, well.ms) > HELD_UP_MS;
    return { ran: faulty.id !== undefined, found: found.map((one) => `${what}: ${one.trim()}`), isHeldUp };
  } finally {
    remove(data);
    remove(place);
  }
};

export interface FaultTally {
  tried: number;
  ran: number;
  readonly found: string[];
}

/** All of them, some at once. @param told after each */
export const eachOf = async (
  faults: readonly Fault[], lanes: number, told: (tally: FaultTally) => void = () => undefined,
): Promise<FaultTally> => {
  const tally: FaultTally = { tried: 0, ran: 0, found: [] };
  const left = [...faults];
  const lane = async (): Promise<void> => {
    for (let fault = left.shift(); fault !== undefined; fault = left.shift()) {
      const { ran, found } = await tried(fault);
      tally.tried++;
      if (ran) tally.ran++;
      tally.found.push(...found);
      told(tally);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return tally;
};
