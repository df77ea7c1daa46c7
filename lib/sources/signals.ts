// What the operating system asks of the node's process: to stop, or to dump a report.
import { fromEvent, map, merge } from 'rxjs';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';

/** Ctrl-C, what an init system sends, and what a closing terminal does. */
const STOPPING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The part of a process that signals come from. */
export type SignalTarget = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * Never completes; while it runs, none of these signals ends the process by itself.
 *
 * @example sources: { signals: signals(process) }
 */
export const signals = (target: SignalTarget): Source => {
  const signal = (name: NodeJS.Signals, event: Event): Source =>
    fromEvent(target as NodeJS.EventEmitter, name).pipe(map(() => event));
  return merge(
    ...STOPPING.map((name) => signal(name, { type: 'stop-requested', reason: name })),
    signal('SIGUSR2', { type: 'command-requested', request: { type: 'dump' } }),
  );
};
