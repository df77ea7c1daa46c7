// Runs the built `millrace` as a user would, in temporary folders, and waits on what it says.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exhaustMap, filter, map, startWith, take, timeout } from 'rxjs';
import { controlClient } from '../../lib/control/controlClient.ts';
import { controlPath } from '../../lib/control/controlPath.ts';
import type { Report } from '../../lib/status/statusReport.ts';

const BINARY = 'dist/bin/millrace.js';
/** Two busy cores start a handful of processes in a few seconds. */
const WAIT_MS_MAX = 20_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What the first line of stdout that was waited for said. */
  readonly line: string;
  /** All that stdout has said so far. */
  output(): string;
  /** Resolves with the next line of stdout that matches, one that was said already included. */
  says(pattern: RegExp): Promise<string>;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<Ended>;
  /** Sends a signal, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

interface Begun {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly said: { readonly out: string; readonly err: string };
}

const begin = (args: readonly string[], program = BINARY): Begun => {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH, HOME } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout: said.out, stderr: said.err })),
  );
  return { child, ended, said };
};

/** Runs it to its end. */
export const millrace = (...args: readonly string[]): Promise<Ended> => begin(args).ended;

/** Runs it until a line of its stdout matches. */
export const running = (pattern: RegExp, ...args: readonly string[]): Promise<Running> =>
  begunUntil(pattern, begin(args));

/** The same for another program. @param program its file */
export const runningProgram = (pattern: RegExp, program: string, ...args: readonly string[]): Promise<Running> =>
  begunUntil(pattern, begin(args, program));

const begunUntil = async (pattern: RegExp, { child, ended, said }: Begun): Promise<Running> => {
  const end = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal);
    return ended;
  };
  const says = (wanted: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const line = said.out.split('\n').slice(0, -1).find((one) => wanted.test(one));
        if (line !== undefined) resolve(line);
      };
      look();
      child.stdout?.on('data', look);
      void ended.then(({ code, stderr }) => {
        reject(new Error(`ended with ${code} before ${String(wanted)}: ${stderr}`));
      });
    });
  return { child, line: await says(pattern), output: () => said.out, says, ended, end };
};

export interface Node extends Running {
  readonly id: string;
  readonly address: string;
  /** `off` unless it was started with `--http`. */
  readonly http: string;
  readonly data: string;
}

/** One node on a free port of loopback. */
export const startedNode = async (data: string, ...args: readonly string[]): Promise<Node> => {
  const node = await running(/^ready /, 'start', '--data', data, '--http', 'off', ...args);
  const [, id = '', address = '', http = ''] = /^ready (\S+) listening on (\S+) http (\S+)$/.exec(node.line) ?? [];
  return { ...node, id, address, http, data };
};

/** Asks the node at every entry of its journal, until the report is as wanted. */
export const reportWhen = (data: string, isWanted: (report: Report) => boolean): Promise<Report> => {
  const client = controlClient(controlPath(data));
  const report$ = client.ask({ do: 'events', all: true }).pipe(
    startWith(undefined),
    exhaustMap(() => client.ask({ do: 'status' })),
    map((report) => report as Report),
    filter(isWanted),
    take(1),
    timeout(WAIT_MS_MAX),
  );
  return new Promise((resolve, reject) => {
    report$.subscribe({ next: resolve, error: reject });
  });
};

/** Folders that are gone after the test. */
export const temporaryFolders = (): { make(): string; removeAll(): void } => {
  const made: string[] = [];
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
      made.push(folder);
      return folder;
    },
    removeAll: () => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })),
  };
};
