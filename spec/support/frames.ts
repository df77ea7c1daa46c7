// Frames for specs: any frame there is, and frames as JSON, which holds their bytes as hex.
import fc from 'fast-check';
import type { Frame } from '../../lib/wire/frame.ts';

type Loose = Readonly<Record<string, unknown>>;

/** A frame with its bytes as hex, as in `spec/vectors/frames.json`; two frames are equal when these are. */
export const asJson = (frame: Frame): Loose =>
  Object.fromEntries(Object.entries(frame as unknown as Loose).map(([key, value]) =>
    [key, value instanceof Uint8Array ? hexOf(value) : value]));

/** What `asJson` made. */
export const asFrame = (json: Loose): Frame =>
  Object.fromEntries(Object.entries(json).map(([key, value]) =>
    [key, key === 'metadata' || key === 'data' ? bytesOf(value as string) : value])) as unknown as Frame;

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

const U31_MAX = 0x7fff_ffff;
const stream = fc.integer({ min: 1, max: U31_MAX });
const positive = fc.integer({ min: 1, max: U31_MAX });
const u16 = fc.integer({ min: 0, max: 0xffff });
const flag = fc.boolean();
const mime = fc.string({ unit: fc.constantFrom(...Array.from('abcxyz/+.-0189')), maxLength: 255 });
/** Short ones, and some on either side of what is copied and what is viewed. */
const body = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 80 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60, max: 4_200 }).map((count) => new Uint8Array(count).fill(count)) },
);
const typed = <T extends Frame['type']>(type: T): fc.Arbitrary<T> => fc.constant(type);
const required: ('type' | 'stream' | 'follows' | 'data')[] = ['type', 'stream', 'follows', 'data'];

export const requestResponse = fc.record(
  { type: typed('REQUEST_RESPONSE'), stream, follows: flag, metadata: body, data: body }, { requiredKeys: required });
export const requestFnf = fc.record(
  { type: typed('REQUEST_FNF'), stream, follows: flag, metadata: body, data: body }, { requiredKeys: required });
export const requestStream = fc.record(
  { type: typed('REQUEST_STREAM'), stream, follows: flag, credits: positive, metadata: body, data: body },
  { requiredKeys: [...required, 'credits'] });
/** The three that the protocol knows, and FOLLOWS only without COMPLETE, which goes over it. */
const payloadFlags = fc.constantFrom(
  { follows: false, complete: false, next: true }, { follows: false, complete: true, next: false },
  { follows: false, complete: true, next: true }, { follows: true, complete: false, next: true });
export const payload = fc.record(
  { type: typed('PAYLOAD'), stream, flags: payloadFlags, metadata: body, data: body },
  { requiredKeys: ['type', 'stream', 'flags', 'data'] },
).map(({ flags, ...rest }) => ({ ...rest, ...flags }));
export const setup = fc.record(
  {
    type: typed('SETUP'), major: u16, minor: u16, keepAliveMs: positive, lifetimeMs: positive,
    lease: flag, resume: flag, metadataMime: mime, dataMime: mime, metadata: body, data: body,
  },
  {
    requiredKeys: [
      'type', 'major', 'minor', 'keepAliveMs', 'lifetimeMs', 'lease', 'resume', 'metadataMime', 'dataMime', 'data',
    ],
  });
const error = fc.record({
  type: typed('ERROR'), stream: fc.oneof(fc.constant(0), stream), code: fc.integer({ min: 0, max: U31_MAX }),
  data: body,
});
const keepAlive = fc.record({ type: typed('KEEPALIVE'), respond: flag, data: body });
const lease = fc.record({
  type: typed('LEASE'), ttlMs: fc.integer({ min: 0, max: U31_MAX }), requests: fc.integer({ min: 0, max: U31_MAX }),
});
const requestChannel = fc.record({ type: typed('REQUEST_CHANNEL'), stream });
const requestN = fc.record({ type: typed('REQUEST_N'), stream, credits: positive });
const cancel = fc.record({ type: typed('CANCEL'), stream });
const other = fc.record({
  type: typed('OTHER'), stream: fc.oneof(fc.constant(0), stream), number: fc.integer({ min: 0x0f, max: 0x3f }),
  ignore: fc.constant(true),
});

/** What rsocket-core knows too. */
export const known: fc.Arbitrary<Frame> = fc.oneof(
  requestResponse, requestFnf, requestStream, payload, setup, error, keepAlive, lease, requestChannel, requestN,
  cancel);
/** Every frame that reads as what was written. */
export const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  { weight: 11, arbitrary: known }, { weight: 1, arbitrary: other });
