// One notification at one moment, as TestScheduler compares them.
import type { ObservableNotification } from 'rxjs';
import { equal } from './equal.ts';

export interface Message {
  readonly frame: number;
  readonly notification: ObservableNotification<unknown>;
}

const sameNotification = (a: Message, b: Message): boolean => {
  const [one, other] = [a.notification, b.notification];
  if (one.kind === 'N' && other.kind === 'N') return equal(one.value, other.value);
  if (one.kind === 'E' && other.kind === 'E') return equal(one.error, other.error);
  return one.kind === other.kind;
};

const sameMessage = (a: Message, b: Message): boolean => a.frame === b.frame && sameNotification(a, b);

export const sameMessages = (a: readonly Message[], b: readonly Message[]): boolean =>
  a.length === b.length && a.every((message, at) => isSame(message, b[at]));

/** Of two places in two lists, either of which may have ended. */
export const isSame = (a: Message | undefined, b: Message | undefined): boolean =>
  a !== undefined && b !== undefined && sameMessage(a, b);

export const isMessages = (value: unknown): value is readonly Message[] =>
  Array.isArray(value) &&
  value.every((item) => typeof item === 'object' && item !== null && 'frame' in item && 'notification' in item);
