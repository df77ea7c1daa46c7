// The goals of the design, as far as a table holds figures against them; by number of nodes, the next larger one counts.

type BySize = readonly (readonly [nodes: number, goal: number])[];

const at = (goals: BySize, nodes: number): number | undefined =>
  (goals.find(([most]) => nodes <= most) ?? goals.at(-1))?.[1];

/** Up to 1 % of loss, and above. */
const byLoss = (loss: number, few: BySize, many: BySize, nodes: number): number | undefined =>
  at(loss <= 0.01 ? few : many, nodes);

/** C1: until 100 % of nodes hold a record, milliseconds. */
export const spreadGoal = (nodes: number, loss: number): number | undefined => byLoss(
  loss,
  [[10, 200], [100, 400], [1_000, 500], [10_000, 700]],
  [[10, 300], [100, 600], [1_000, 800], [5_000, 900], [10_000, 1_000]],
  nodes,
);
export const COPIES_GOAL = 2.8;

/** C2: until all prove that all hold it, milliseconds. */
export const provenGoal = (nodes: number, loss: number): number | undefined => byLoss(
  loss, [[100, 1_200], [1_000, 1_500], [10_000, 1_700]], [[100, 3_000], [1_000, 5_000], [10_000, 10_000]], nodes,
);

/** C3: bytes that an idle node sends in a second. */
export const idleGoal = (nodes: number): number | undefined =>
  at([[100, 1_000], [1_000, 1_200], [10_000, 2_800]], nodes);
