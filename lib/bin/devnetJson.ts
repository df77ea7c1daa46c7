// Tells a devnet to programs: a JSON object a line for each thing that happens.
import type { ChildEvent } from './childNode.ts';
import { agreedOn, edges, isConverged, running } from './devnetModel.ts';
import { pidsOf, type DevnetView, type Where } from './devnetView.ts';
import { print } from './output.ts';

const say = (object: object): void => print(JSON.stringify(object));

const happened = (event: ChildEvent): void => {
  const { type, name, ...what } = event;
  say({ event: type, name, ...what });
};

export const devnetJson = ({ elapsedMs }: Where): DevnetView => {
  let told = '';
  return {
    happened: (_, event) => happened(event),
    show: (devnet) => {
      if (!isConverged(devnet) || told === pidsOf(devnet)) return;
      told = pidsOf(devnet);
      const nodes = running(devnet).length;
      say({ event: 'converged', afterMs: elapsedMs(), nodes, edges: edges(devnet), digest: agreedOn(devnet) });
    },
    stopping: () => say({ event: 'stopping' }),
    stopped: () => say({ event: 'stopped' }),
  };
};
