// The command that does a run again.
import { formatDuration } from '../../duration.ts';
import { FOR_MS, NODES, type PlanOptions } from './plan.ts';

const faultsFlag = ({ faults = 'all' }: PlanOptions): string =>
  typeof faults === 'string' ? faults : faults.join(',');

/**
 * @param more flags beside those that the plan follows from: `--policy FILE`
 * @example commandLine({ seed: 7, nodes: 3 }) // 'millrace simulate --nodes 3 --seed 7 --for 5m --faults all'
 */
export const commandLine = (options: PlanOptions, more: readonly string[] = []): string => {
  const { nodes = NODES, seed = 1, forMs = FOR_MS, only, without = [] } = options;
  return [
    `millrace simulate --nodes ${nodes} --seed ${seed} --for ${formatDuration(forMs)} --faults ${faultsFlag(options)}`,
    ...(only === undefined || only.length === 0 ? [] : [`--only ${only.join(',')}`]),
    ...(without.length === 0 ? [] : [`--without ${without.join(',')}`]),
    ...more,
  ].join(' ');
};
