// The faults that hold for a whole run, since a connection is made with them.
import type { FaultKind } from './fault.ts';
import type { Plan } from './plan.ts';

/** Bytes under way or unread on one connection. */
const WINDOW_BYTES = 64 * 1_024;
/** The smallest still carries what a node asks of a connection, 1 KiB in a second, around the world. */
const SMALL_WINDOWS = [2_048, 4_096, 16_384] as const;
const SMALL_CHUNKS = [1, 3, 17, 200, 1_400] as const;

/** @param chanceOf a chance of its own for each name */
export const wholeRun = (
  { faults }: Plan,
  chanceOf: (name: string) => () => number,
): { readonly windowBytes: number; readonly chunkBytes?: number } => {
  const oneOf = <T>(kind: FaultKind, values: readonly T[]): T | undefined =>
    faults.some((fault) => fault.kind === kind)
      ? values[Math.floor(chanceOf(`${kind} size`)() * values.length)]
      : undefined;
  const chunkBytes = oneOf('chunks', SMALL_CHUNKS);
  const windowBytes = oneOf('window', SMALL_WINDOWS) ?? WINDOW_BYTES;
  return { windowBytes, ...(chunkBytes === undefined ? {} : { chunkBytes }) };
};
