// `millrace start`: one node, until it is told to stop.
import { lastValueFrom, tap } from 'rxjs';
import { hostOf, type Address } from '../../address.ts';
import type { Config } from '../../config/config.ts';
import { controlPath } from '../../control/controlPath.ts';
import { realEnv } from '../../env.ts';
import { messageOf } from '../../errors.ts';
import { loadNodeKey } from '../../identity/loadNodeKey.ts';
import { memoryBound, memoryText } from '../../memoryBound.ts';
import type { Net } from '../../net.ts';
import type { NodeId } from '../../nodeId.ts';
import { isLoopback } from '../../ranges.ts';
import type { Sources } from '../../source.ts';
import { signals } from '../../sources/signals.ts';
import { processFigures } from '../../status/processFigures.ts';
import { openDataFolder, type DataFolder } from '../../store/dataFolder.ts';
import { configOf, type NodeFlags } from '../configOf.ts';
import { journalLog } from '../journalLog.ts';
import { lifeline } from '../lifeline.ts';
import { nodeOf } from '../nodeOf.ts';
import { print } from '../output.ts';
import { recordingOf } from '../recordingOf.ts';
import { complaint } from '../reported.ts';
import { userModules, type UserParts } from '../userModules.ts';
import { watched } from '../watched.ts';

/** Everything has been let go of by then; what is not would keep the process for ever. */
const LEFTOVER_MS = 2_000;
/** 128 + SIGINT, as a shell has it. */
const INTERRUPTED = 130;

export interface StartFlags extends NodeFlags {
  readonly untilStdinEnds?: true;
  readonly json?: true;
}

const complain = (text: string): void => void process.stderr.write(complaint(text));

const complainOf = (error: unknown): void => complain(messageOf(error));

interface Readiness {
  readonly advance: () => void;
  readonly served: (http: Address) => void;
}

interface Ready {
  readonly id: NodeId;
  readonly listening: readonly Address[];
  /** Or `off`. */
  readonly http: string;
}

const readyLine = ({ id, listening, http }: Ready, isJson: boolean): string => {
  if (isJson) return JSON.stringify({ ready: true, id, listening, http: http === 'off' ? null : http });
  return `ready ${id} listening on ${listening.length === 0 ? 'nowhere' : listening.join(',')} http ${http}`;
};

/** Said once, when every port and the control socket are taken. */
const readiness = (net: Net, config: Config, isJson: boolean): Readiness => {
  let http = 'off';
  let waitedFor = config.listen.length + (config.http === 'off' ? 1 : 2);
  const advance = (): void => {
    if (--waitedFor > 0) return;
    print(readyLine({ id: net.id, listening: net.state.listening, http }, isJson));
    if (!isJson) print(`holds at most ${memoryText(memoryBound(config))}, of ${config.memoryLimitMiB} MiB allowed`);
  };
  return {
    advance,
    served: (address) => {
      http = address;
      if (!isLoopback(hostOf(address))) complain(`warning: ${exposed(address)}`);
      advance();
    },
  };
};

const exposed = (address: Address): string =>
  `http ${address} can be reached by other machines, and whoever reaches it reads all that this node knows`;

interface Given {
  readonly config: Config;
  readonly folder: DataFolder;
  readonly parts: UserParts;
  readonly sources: Sources;
  readonly isJson: boolean;
}

const run = async ({ config, folder, parts, sources, isJson }: Given): Promise<void> => {
  const key = await loadNodeKey(folder.key, { warn: complain });
  const recording = recordingOf(config, realEnv, complain);
  const figures = processFigures(realEnv);
  try {
    const { net, observe } = nodeOf(config, {
      key,
      paths: folder,
      control: { path: controlPath(config.data), opened: () => ready.advance() },
      http: { opened: (address) => ready.served(address) },
      figures: figures.read,
      parts,
      sources,
      recording,
      warn: complain,
      env: realEnv,
    });
    const ready = readiness(net, config, isJson);
    const step$ = net.step$.pipe(
      tap(observe),
      watched(net, complain),
      tap(({ event }) => event.type === 'listening-started' && ready.advance()),
    );
    const logging = journalLog(net.journal).subscribe({ error: complainOf });
    await lastValueFrom(step$, { defaultValue: undefined }).finally(() => logging.unsubscribe());
  } finally {
    figures.stop();
    await recording?.log.close();
  }
};

/** Whatever tells this process to stop. */
const enders = (untilStdinEnds: true | undefined): Sources => ({
  signals: signals(process),
  ...(untilStdinEnds === true ? { lifeline: lifeline(process.stdin) } : {}),
});

const interruptible = (): void => {
  let interrupts = 0;
  process.on('SIGINT', () => {
    if (++interrupts > 1) process.exit(INTERRUPTED);
  });
};

export const start = async ({ untilStdinEnds, json, ...flags }: StartFlags): Promise<void> => {
  const config = await configOf(flags);
  const parts = await userModules(config.policies);
  controlPath(config.data); // too long a path should not leave a folder behind
  const folder = openDataFolder(config.data);
  process.once('exit', folder.release);
  folder.warnings.forEach(complain);
  interruptible();
  try {
    await run({ config, folder, parts, sources: enders(untilStdinEnds), isJson: json === true });
  } finally {
    folder.release();
    setTimeout(() => process.exit(), LEFTOVER_MS).unref();
  }
};
