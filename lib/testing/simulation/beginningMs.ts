// When simulated networks begin, where no recording says when.
import { SWEEP_MS } from '../../network/networkMap.ts';
import { EPOCH_MS } from '../virtualScheduler.ts';

/**
 * All maps drop what has expired at every tenth minute of the clock, each node at its own next tick. Runs of five and of
 * ten minutes should not end just then.
 */
export const BEGINNING_MS = EPOCH_MS + SWEEP_MS / 4;
