// Shows a devnet: on a terminal a table that is redrawn in place, elsewhere a line for each thing that happens.
import type { ChildEvent } from './childNode.ts';
import { isConverged, type Devnet } from './devnetModel.ts';
import { convergedLine, devnetTable, endedLine, hints, readyLine } from './devnetText.ts';
import { print, width } from './output.ts';

/** Back to the start of the drawing, and everything from there gone. */
const erase = (lines: number): string => `\u001b[${lines}F\u001b[J`;

export interface DevnetView {
  /** Something happened to a node. */
  happened(devnet: Devnet, event: ChildEvent): void;
  /** Something may have changed. */
  show(devnet: Devnet): void;
  stopping(): void;
  stopped(): void;
}

export interface Where {
  readonly command: string;
  readonly folder: string;
  /** Since the first node was started, in milliseconds. */
  readonly elapsedMs: () => number;
}

/** Says once that it converged, and again whenever the nodes that run have become others. */
const convergence = ({ command, folder, elapsedMs }: Where): ((devnet: Devnet) => readonly string[]) => {
  let isFirst = true;
  return (devnet) => {
    if (!isFirst) return [convergedLine(devnet)];
    isFirst = false;
    return [convergedLine(devnet, elapsedMs()), '', ...hints(devnet, command, folder)];
  };
};

const stopped = (): void => print('all nodes have stopped');

/** Who runs: it has become another network when they have become others. */
export const pidsOf = (devnet: Devnet): string =>
  [...devnet.values()].filter(({ ended }) => ended === undefined).map(({ pid }) => pid).join(' ');

const plain = (where: Where): DevnetView => {
  const converged = convergence(where);
  let told = '';
  return {
    happened: (devnet, event) => {
      const node = devnet.get(event.name) ?? { name: event.name };
      if (event.type === 'ready') print(readyLine(node));
      if (event.type === 'ended') print(endedLine(node));
      if (event.type === 'said') process.stderr.write(`${event.name}  ${event.line}\n`);
    },
    show: (devnet) => {
      if (!isConverged(devnet) || told === pidsOf(devnet)) return;
      told = pidsOf(devnet);
      print(...converged(devnet));
    },
    stopping: () => print('stopping'),
    stopped,
  };
};

const live = (where: Where): DevnetView => {
  let drawn = 0;
  let end: readonly string[] | undefined;
  const draw = (devnet: Devnet): void => {
    const below = end ?? [`converging, ${Math.round(where.elapsedMs() / 100) / 10} s`];
    const room = Math.max(1, (process.stdout.rows || 1_000) - 1);
    const all = [...devnetTable(devnet, width()), '', ...below].slice(0, room).map((line) => line.slice(0, width()));
    process.stdout.write(drawn === 0 ? '' : erase(drawn));
    print(...all);
    drawn = all.length;
  };
  const converged = convergence(where);
  return {
    happened: (devnet, event) => {
      if (event.type === 'said') {
        process.stderr.write(`${drawn === 0 ? '' : erase(drawn)}${event.name}  ${event.line}\n`);
        drawn = 0;
      }
      draw(devnet);
    },
    show: (devnet) => {
      if (end === undefined && isConverged(devnet)) end = converged(devnet);
      draw(devnet);
    },
    stopping: () => {
      drawn = 0;
      print('stopping');
    },
    stopped,
  };
};

export const devnetView = (where: Where): DevnetView => (process.stdout.isTTY ? live(where) : plain(where));
