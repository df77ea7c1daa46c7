// Decoders of the wire: frames, how they lie in a stream, and what they carry.
import { Deframer } from '../../../lib/wire/deframer.ts';
import { decodeFailure, encodeFailure } from '../../../lib/wire/failure.ts';
import { decodeFarewell, encodeFarewell } from '../../../lib/wire/farewell.ts';
import { Reassembler, fragment } from '../../../lib/wire/fragments.ts';
import { ERROR_CODE, FrameError, type ErrorFrame, type Frame } from '../../../lib/wire/frame.ts';
import { encode, readFrame } from '../../../lib/wire/codec.ts';
import { decodeRoute, encodeRoute } from '../../../lib/wire/routing.ts';
import { isGoodbyeReason } from '../../../lib/reasons.ts';
import { bytesOf } from '../../support/frames.ts';
import { vectors } from '../../support/vectors.ts';
import { same } from '../same.ts';
import { binary, type Target } from '../target.ts';

const PREFIX_BYTES = 3;
const FRAME_BYTES_MAX = 4_096;
const MESSAGE_BYTES_MAX = 16_384;

/** Every frame of the golden vectors, the malformed ones as well, with the length in front. */
const golden = (): readonly Uint8Array[] =>
  [...vectors.both, ...vectors.read, ...vectors.malformed].map(({ hex }) => bytesOf(hex));

export const bareFrames = (): readonly Uint8Array[] => golden().map((bytes) => bytes.subarray(PREFIX_BYTES));

/** Which frame, and which of its parts are there. */
const kindOfFrame = (frame: Frame): string => {
  const has = (name: 'metadata' | 'data' | 'follows' | 'complete' | 'next' | 'resume' | 'lease'): boolean => {
    const value = (frame as unknown as Readonly<Record<string, unknown>>)[name];
    return value instanceof Uint8Array ? value.length > 0 : value === true;
  };
  const parts = (['metadata', 'data', 'follows', 'complete', 'next', 'resume', 'lease'] as const).filter(has);
  return `${frame.type} ${frame.type === 'OTHER' ? frame.number : ''}${parts.join(' ')}`;
};

/** A MIME type that is not UTF-8 is read with replacement characters, which take more room than what they replace. */
export const isWritable = (frame: Frame): boolean =>
  frame.type !== 'SETUP' || !`${frame.metadataMime}${frame.dataMime}`.includes('\ufffd');

const frame = binary('frame', {
  decode: (bytes) => readFrame(bytes, 0, bytes.length),
  errors: [FrameError], seeds: bareFrames, kind: kindOfFrame,
  again: (read) => {
    if (!isWritable(read)) return undefined;
    const written = encode(read);
    return same(readFrame(written, PREFIX_BYTES, written.length), read) ? undefined : 'is written as another frame';
  },
});

/** Here 64 KiB come in ten thousand pieces and frames at once; a node reads them in turns of a bounded length. */
const STREAM_MS = 100;

interface Stream {
  readonly frames: readonly Frame[];
  readonly error?: FrameError;
}

/** A stream in pieces, as many bytes each as `sizes` says, over and over. */
const deframed = (bytes: Uint8Array, sizes: readonly number[], reassembler?: Reassembler): Stream => {
  const frames: Frame[] = [];
  const deframer = new Deframer({ frameBytesMax: FRAME_BYTES_MAX }, (one) => {
    const whole = reassembler === undefined ? one : reassembler.add(one);
    if (whole !== undefined) frames.push(whole);
  });
  try {
    for (let [at, turn] = [0, 0]; at < bytes.length; turn++) {
      const size = sizes[turn % sizes.length] ?? 1;
      deframer.push(Uint8Array.from(bytes.subarray(at, at + size)));
      at += size;
      if (deframer.held > bytes.length) throw new Error(`holds ${deframer.held} of ${bytes.length} bytes`);
      if (deframer.reserved > Math.max(1_024, 4 * deframer.held)) throw new Error(`reserves ${deframer.reserved}`);
      if ((reassembler?.held ?? 0) > bytes.length) throw new Error('holds more of messages than came');
    }
    return { frames };
  } catch (error) {
    if (error instanceof FrameError) return { frames, error };
    throw error;
  }
};

const streams = (): readonly Uint8Array[] => {
  const all = golden();
  const data = Buffer.alloc(300, 'abc');
  const metadata = Buffer.from('\u0004echo');
  const parts: readonly Frame[] = [
    ...fragment({ type: 'REQUEST_RESPONSE', stream: 1, follows: false, metadata, data }, 64),
    ...fragment({ type: 'REQUEST_STREAM', stream: 3, credits: 7, follows: false, metadata, data }, 64),
    ...fragment({ type: 'PAYLOAD', stream: 5, follows: false, complete: true, next: true, data }, 64),
  ];
  return [...all, Buffer.concat(all.slice(0, 3)), Buffer.concat(parts.map(encode)),
    Buffer.concat([...parts].reverse().map(encode))];
};

const kindOfStream = ({ frames, error }: Stream): string =>
  `${frames.slice(0, 3).map(({ type }) => type).join(' ')} ${error?.message.replace(/\d+/g, '#') ?? ''}`;

/** However a stream is cut into pieces, the same frames come of it. */
const pieces = (bytes: Uint8Array): readonly number[] =>
  [1 + (bytes[0] ?? 0) % 5, 1 + (bytes[bytes.length >> 1] ?? 0) % 64, 1 + (bytes.at(-1) ?? 0)];

const framing = binary('framing', {
  decode: (bytes) => deframed(bytes, pieces(bytes)), errors: [], seeds: streams, kind: kindOfStream, hangMs: STREAM_MS,
  again: (read, bytes) => {
    const whole = deframed(bytes, [Math.max(1, bytes.length)]);
    if (!same(whole.frames, read.frames)) return 'reads other frames when it comes in one piece';
    return whole.error?.message === read.error?.message ? undefined : 'ends otherwise when it comes in one piece';
  },
});

const fragments = binary('fragments', {
  decode: (bytes) => deframed(bytes, pieces(bytes), new Reassembler(MESSAGE_BYTES_MAX)),
  errors: [], seeds: streams, kind: kindOfStream, hangMs: STREAM_MS,
  again: ({ frames }) => {
    for (const whole of frames.filter(isWritable)) {
      if (whole.type === 'PAYLOAD' && !whole.next) continue; // carries nothing by its own word, and is never cut
      const reassembler = new Reassembler(MESSAGE_BYTES_MAX);
      const read = fragment(whole, 64).map((part) => reassembler.add(part)).find((one) => one !== undefined);
      if ('follows' in whole && whole.follows) continue; // a fragment that nobody put together
      if (!same(read, whole)) return `${whole.type} in fragments is put together as another one`;
    }
    return undefined;
  },
});

const route = binary('route', {
  decode: (bytes) => decodeRoute(bytes), errors: [FrameError],
  seeds: () => [encodeRoute('millrace.hello'), encodeRoute('é'), Buffer.concat([encodeRoute('a'), encodeRoute('bc')])],
  again: (read, bytes) => (Buffer.compare(encodeRoute(read), bytes.subarray(0, 1 + (bytes[0] ?? 0))) === 0
    ? undefined : 'is written as another route'),
});

const CODES = Object.values(ERROR_CODE);

/** An ERROR with the input for its data. */
const errorWith = (stream: number, data: Uint8Array): ErrorFrame =>
  ({ type: 'ERROR', stream, code: CODES[data.length % CODES.length] ?? 0, data });

const JSON_WORDS = [
  '{', '}', '[', ']', '"', ':', ',', 'null', 'true', '-1', '1e309', '"__proto__"', '\\u0000', '\\ud800', '\u202e',
  '\u001b[2J',
].map((word) => Buffer.from(word));

const farewell = binary('goodbye', {
  decode: (bytes) => decodeFarewell(errorWith(0, bytes)), errors: [], words: [
    ...JSON_WORDS, ...['"reason"', '"detail"', '"retryAfterMs"', '"records"', '"flooded"'].map((word) =>
      Buffer.from(word)),
  ],
  seeds: () => [
    encodeFarewell({ reason: 'flooded', retryAfterMs: 1_000 }).data,
    encodeFarewell({ reason: 'protocol', detail: 'a\u0007b' }).data,
    encodeFarewell({ reason: 'full', records: ['AAAA', 'BBBB'] }).data,
    Buffer.from('{"reason":"unheard of"}'), Buffer.from('no JSON at all'),
  ],
  again: (ending) => {
    const { reason, endedBy: _, detail, ...rest } = ending;
    if (!isGoodbyeReason(reason)) return undefined;
    const { detail: __, ...read } = decodeFarewell(encodeFarewell({ reason, ...rest }));
    return same(read, { reason, endedBy: 'remote', ...rest }) ? undefined : 'is said as another goodbye';
  },
});

const failure = binary('failure', {
  decode: (bytes) => {
    const { code, message, retryAfterMs } = decodeFailure(errorWith(1, bytes));
    return { code, message, retryAfterMs };
  },
  errors: [],
  words: [...JSON_WORDS, ...['"code"', '"message"', '"retryAfterMs"', '"rejected"', '"failed"'].map((word) =>
    Buffer.from(word))],
  seeds: () => [
    encodeFailure(1, new Error('some\nthing')).data, Buffer.from('{"code":"rejected","message":"no","retryAfterMs":5}'),
    Buffer.from('{"code":"toString","message":7}'), Buffer.from('text'),
  ],
});

export const FRAME_TARGETS: readonly Target[] = [frame, framing, fragments, route, farewell, failure];
