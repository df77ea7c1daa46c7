// The test kit, `millrace/testing`: marble tests of policies, builders for events and states, and time moved by hand.
export { addressFrom } from './addressFrom.ts';
export { after } from './after.ts';
export { aSelf, aState, withPeers, type PeerSketch, type StateSketch } from './aState.ts';
export { decided } from './decided.ts';
export { equal } from './equal.ts';
export * from './events.ts';
export * from './networkEvents.ts';
export { marbles, type Diagram, type Draw, type Expectation, type MarbleHelpers } from './marbles.ts';
export { MarblesError } from './marblesError.ts';
export { nodeIdFrom } from './nodeIdFrom.ts';
export { sfc32 } from '../sfc32.ts';
export { steps } from './steps.ts';
export { virtualEnv, type VirtualEnv } from './virtualEnv.ts';
export { EPOCH_MS, VirtualScheduler, type Work } from './virtualScheduler.ts';
export { beginningOf, type Beginning, type Named } from './simulation/beginning.ts';
export { commandLine } from './simulation/commandLine.ts';
export { failureText, keptSpec } from './simulation/failureText.ts';
export { FAULTS, type Fault, type FaultKind } from './simulation/fault.ts';
export type { SimulationViolation } from './simulation/findings.ts';
export { plan, type Plan, type PlanOptions } from './simulation/plan.ts';
export { shrink, type Effort, type Shrunk } from './simulation/shrink.ts';
export {
  simulate, simulated, type SimulateOptions, type SimulationResult, type Simulated,
} from './simulation/simulate.ts';
export { timelineSvg } from './simulation/timeline/drawTimeline.ts';
export { timelinePage } from './simulation/timeline/timelinePage.ts';
export type { World } from './simulation/world.ts';
