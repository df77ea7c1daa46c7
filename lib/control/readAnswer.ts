// Reads an answer line: what is none means that something else listens there.
import { ControlError } from './controlError.ts';
import type { Answer } from './protocol.ts';

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new ControlError('cut-off', 'the answer is not JSON: is something else listening there?', { cause });
  }
};

/**
 * @throws ControlError and only that, whatever the line
 * @example readAnswer('{"end":"answered"}')
 */
export const readAnswer = (line: string): Answer => {
  const value = parsed(line);
  const fields: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const { ok, error, end } = fields;
  if (end === 'answered' || end === 'stopped') return { end };
  if (ok === true) return { ok, result: fields['result'] };
  if (ok === false && typeof error === 'string') return { ok, error };
  throw new ControlError('cut-off', 'the answer is none of a node: is something else listening there?');
};
