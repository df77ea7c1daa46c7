// `millrace devnet`: a small network on this machine. The first node is told of nobody, the others only of the first.
import { basename, join, relative } from 'node:path';
import {
  catchError, concatWith, connect, defer, filter, forkJoin, fromEvent, ignoreElements, lastValueFrom, map, merge,
  mergeMap, of, raceWith, repeat, Subject, take, takeWhile, tap, timer, type Observable,
} from 'rxjs';
import type { Report } from '../../status/statusReport.ts';
import { openDataFolder } from '../../store/dataFolder.ts';
import { askNode } from '../askNode.ts';
import { childNode, type ChildEvent } from '../childNode.ts';
import { emptyDevnet, isConverged, running, withEvent, withReports, type Devnet } from '../devnetModel.ts';
import { endedLine } from '../devnetText.ts';
import { devnetJson } from '../devnetJson.ts';
import { devnetView } from '../devnetView.ts';
import { ExitError } from '../exitError.ts';
import { complaint } from '../reported.ts';

export interface DevnetFlags {
  readonly nodes: number;
  readonly basePort: number;
  readonly data: string;
  readonly json?: boolean;
}

/** Often enough to see it grow together, and then only to see what becomes of it. */
const [LOOK_MS, LOOK_MS_LATER] = [200, 1_000] as const;
/** 128 + SIGINT, as a shell has it. */
const INTERRUPTED = 130;

type ReadyEvent = Extract<ChildEvent, { type: 'ready' }>;

/** Node 1, and as soon as it is ready all others, which are told its address. Completes when all have ended. */
const children = ({ nodes, basePort, data }: DevnetFlags, stop$: Observable<unknown>): Observable<ChildEvent> => {
  const child = (number: number, ...peers: readonly string[]): Observable<ChildEvent> =>
    childNode({
      name: `node-${number}`,
      folder: data,
      port: basePort === 0 ? 0 : basePort + number - 1,
      peers,
      stop$,
    });
  return child(1).pipe(
    connect((first$) =>
      merge(
        first$,
        first$.pipe(
          filter((event): event is ReadyEvent => event.type === 'ready'),
          take(1),
          raceWith(stop$.pipe(take(1), ignoreElements())),
          mergeMap(({ id, address }) =>
            merge(...Array.from({ length: nodes - 1 }, (_, at) => child(at + 2, `${id}@${address}`))),
          ),
        ),
      ),
    ),
  );
};

/** What the nodes that run say of themselves; one that does not answer just now is left out. */
const reports = (devnet: Devnet, folder: string): Observable<ReadonlyMap<string, Report>> => {
  const asked = running(devnet).map(({ name }) =>
    askNode(join(folder, name), { do: 'status' }).pipe(
      map((report) => [name, report as Report] as const),
      catchError(() => of(undefined)), // it is starting, or ending, or dead: its process tells which
    ),
  );
  const answered = asked.length === 0 ? of([]) : forkJoin(asked);
  return answered.pipe(map((all) => new Map(all.filter((one) => one !== undefined))));
};

/** How this program can be called again: as the installed command, or by the path it was started from. */
const commandName = (): string => {
  const entry = process.argv[1] ?? '';
  if (basename(entry) === 'millrace') return 'millrace';
  return `${entry.endsWith('.ts') ? 'npx tsx' : 'node'} ${relative('', entry)}`;
};

const interrupted = (): Observable<unknown> => {
  process.on('SIGINT', countInterrupt);
  return merge(...['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => fromEvent(process, name))).pipe(take(1));
};

let interrupts = 0;
const countInterrupt = (): void => {
  if (++interrupts > 1) process.exit(INTERRUPTED); // the nodes notice by their standard input
};

const run = async (flags: DevnetFlags): Promise<void> => {
  const begun = Date.now();
  const elapsedMs = (): number => Date.now() - begun;
  const where = { command: commandName(), folder: flags.data, elapsedMs };
  const view = flags.json === true ? devnetJson(where) : devnetView(where);
  const stop$ = new Subject<unknown>();
  let devnet = emptyDevnet(Array.from({ length: flags.nodes }, (_, at) => `node-${at + 1}`));
  const ends: { readonly failure?: ExitError }[] = []; // the first one counts

  const stop = (end: { readonly failure?: ExitError }): void => {
    if (ends.push(end) > 1) return;
    view.stopping();
    stop$.next(undefined);
  };
  const happened = (event: ChildEvent): void => {
    devnet = withEvent(devnet, event);
    if (ends.length > 0) return;
    view.happened(devnet, event);
    const node = devnet.get(event.name);
    const isStillborn = event.type === 'ended' && node !== undefined && node.id === undefined;
    if (isStillborn) stop({ failure: new ExitError(1, endedLine(node)) });
  };
  const looked$ = defer(() => reports(devnet, flags.data)).pipe(
    tap((said) => {
      devnet = withReports(devnet, said);
      if (ends.length === 0) view.show(devnet);
    }),
    repeat({ delay: () => timer(isConverged(devnet) ? LOOK_MS_LATER : LOOK_MS) }),
    ignoreElements(),
  );
  const life$ = children(flags, stop$).pipe(tap(happened), map(() => true), concatWith(of(false)));
  const signal$ = interrupted().pipe(tap(() => stop({})), ignoreElements());
  await lastValueFrom(merge(life$, looked$, signal$).pipe(takeWhile(Boolean)), { defaultValue: undefined });
  const [{ failure } = { failure: new ExitError(1, 'no node is left') }] = ends;
  if (failure !== undefined) throw failure;
  view.stopped();
};

export const devnet = async (flags: DevnetFlags): Promise<void> => {
  if (flags.basePort !== 0 && flags.basePort + flags.nodes - 1 > 65_535) {
    throw new ExitError(2, `--base-port ${flags.basePort}: no room for ${flags.nodes} ports up to 65535`);
  }
  const folder = openDataFolder(flags.data);
  process.once('exit', folder.release);
  folder.warnings.forEach((warning) => process.stderr.write(complaint(warning)));
  try {
    await run(flags);
  } finally {
    folder.release();
  }
};
