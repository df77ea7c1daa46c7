// The frames of rsocket-core 0.0.27, the reference in JavaScript, as ours and back: what the differential specs and
// the golden vectors are checked against.
import { createRequire } from 'node:module';
import type { Frame } from '../../lib/wire/frame.ts';
import { TYPE } from '../../lib/wire/layout.ts';

interface Theirs {
  readonly type: number;
  readonly streamId: number;
  readonly flags: number;
  readonly [field: string]: unknown;
}

interface RSocketCore {
  serializeFrameWithLength(frame: Theirs, encoders: unknown): Buffer;
  deserializeFrameWithLength(bytes: Buffer, encoders: unknown): Theirs;
  readonly BufferEncoders: Readonly<Record<string, unknown>>;
  readonly FLAGS: Readonly<Record<string, number>>;
  encodeRoute(route: string): Buffer;
}

const core = createRequire(import.meta.url)('rsocket-core') as RSocketCore;
/** Errors as bytes too: theirs are text. */
const encoders = { ...core.BufferEncoders, message: core.BufferEncoders['data'] };

const bit = (name: string, set: boolean): number => (set ? (core.FLAGS[name] ?? 0) : 0);
const flagsOf = (frame: { metadata?: Uint8Array; follows?: boolean }): number =>
  bit('METADATA', frame.metadata !== undefined) | bit('FOLLOWS', frame.follows === true);
const carried = ({ metadata, data }: { metadata?: Uint8Array; data: Uint8Array }): Record<string, unknown> =>
  ({ metadata: metadata && Buffer.from(metadata), data: Buffer.from(data) });

/** A frame as rsocket-core has it. A SETUP that asks for resumption needs a token: it cannot write an empty one. */
export const theirsOf = (frame: Frame, resumeToken = Buffer.of(1)): Theirs => {
  if (frame.type === 'OTHER') throw new TypeError('rsocket-core knows no such frames');
  const type = TYPE[frame.type];
  const streamId = 'stream' in frame ? frame.stream : 0;
  switch (frame.type) {
    case 'REQUEST_RESPONSE': case 'REQUEST_FNF':
      return { type, streamId, flags: flagsOf(frame), ...carried(frame) };
    case 'REQUEST_STREAM':
      return { type, streamId, flags: flagsOf(frame), requestN: frame.credits, ...carried(frame) };
    case 'PAYLOAD':
      return { type, streamId, ...carried(frame),
        flags: flagsOf(frame) | bit('COMPLETE', frame.complete) | bit('NEXT', frame.next) };
    case 'REQUEST_CHANNEL':
      return { type, streamId, flags: 0, requestN: 1 };
    case 'REQUEST_N':
      return { type, streamId, flags: 0, requestN: frame.credits };
    case 'CANCEL':
      return { type, streamId, flags: 0 };
    case 'ERROR':
      return { type, streamId, flags: 0, code: frame.code, message: Buffer.from(frame.data) };
    case 'KEEPALIVE':
      return { type, streamId, flags: bit('RESPOND', frame.respond), lastReceivedPosition: 0, ...carried(frame) };
    case 'LEASE':
      return { type, streamId, flags: 0, ttl: frame.ttlMs, requestCount: frame.requests };
    case 'SETUP':
      return {
        type, streamId, majorVersion: frame.major, minorVersion: frame.minor, keepAlive: frame.keepAliveMs,
        lifetime: frame.lifetimeMs, metadataMimeType: frame.metadataMime, dataMimeType: frame.dataMime,
        ...carried(frame),
        flags: flagsOf(frame) | bit('RESUME_ENABLE', frame.resume) | bit('LEASE', frame.lease),
        ...(frame.resume && { resumeToken }),
      };
  }
};

export const theirBytes = (frame: Theirs): Uint8Array => core.serializeFrameWithLength(frame, encoders);
export const theirRoute = (route: string): Uint8Array => core.encodeRoute(route);

/** What rsocket-core reads: the fields that matter, absent and empty bodies being one thing to it. */
export const readTheirs = (bytes: Uint8Array): Readonly<Record<string, unknown>> =>
  legible(core.deserializeFrameWithLength(Buffer.from(bytes), encoders));

/** A frame of theirs as `readTheirs` gives it. */
export const legible = (frame: Theirs): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(frame)
    .filter(([name, value]) => name !== 'length' && name !== 'resumeToken' && value !== null && value !== undefined)
    .map(([name, value]): [string, unknown] =>
      [name, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value])
    .filter(([, value]) => value !== ''));
