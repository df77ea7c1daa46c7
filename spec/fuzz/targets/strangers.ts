// Our codec beside that of rsocket-core 0.0.27, the reference in JavaScript: what both read has to be the same frame,
// and where only one of them reads it, the protocol has to say why.
import { FrameError, type Frame } from '../../../lib/wire/frame.ts';
import { encode, readFrame } from '../../../lib/wire/codec.ts';
import { FLAG, HEADER_BYTES, TYPE, TYPE_SHIFT } from '../../../lib/wire/layout.ts';
import { legible, readTheirs, theirBytes, theirsOf } from '../../support/rsocketCore.ts';
import { same } from '../same.ts';
import { binary, type Target } from '../target.ts';
import { bareFrames, isWritable } from './frames.ts';

type Theirs = Readonly<Record<string, unknown>>;

interface Both {
  readonly ours: Frame | FrameError;
  readonly theirs: Theirs | string;
}

/** Where we refuse what they read, and what RSocket 1.0 has to say about it (rsocket.io/about/protocol). */
const WE_REFUSE: readonly (readonly [says: RegExp, why: string])[] = [
  [/ takes .* left$/, 'a length past the end of its frame: their Buffer.slice reads what is there'],
  [/^SETUP (keep-alive|lifetime) of 0 ms/, '"Time … Value MUST be > 0"'],
  [/^PAYLOAD with neither COMPLETE nor NEXT/, '"A PAYLOAD MUST NOT have both (C)omplete and (N)ext empty (false)"'],
  [/^LEASE (time to live|requests) of \d+, limit/, '31 bits: theirs reads 32'],
  [/^RESUME_OK: /, 'an answer to a RESUME that was never said'],
];

/** Where they refuse what we read. */
const THEY_REFUSE: readonly (readonly [what: (frame: Frame) => boolean, why: string])[] = [
  [({ type }) => type === 'OTHER', 'skipped, as "Handling the Unexpected" and the ignore flag have it; theirs throws'],
  [(frame) => frame.type === 'ERROR' && frame.code > 0x7fff_ffff, 'codes of applications go up to 0xFFFFFFFE'],
  [(frame) => frame.type === 'SETUP' && frame.resume, 'a token has 16 bits of length; theirs reads them with a sign'],
];

/** Fields that ours does not keep, since nothing here goes by them. */
const NOT_OURS: ReadonlySet<string> = new Set(['flags', 'lastReceivedPosition', 'length', 'resumeToken']);

/** The flags that a type has; others are not looked at: "Handling the Unexpected". */
const FLAGS: ReadonlyMap<unknown, number> = new Map([
  [TYPE.SETUP, FLAG.METADATA | FLAG.RESUME | FLAG.LEASE], [TYPE.KEEPALIVE, FLAG.RESPOND],
  [TYPE.REQUEST_RESPONSE, FLAG.METADATA | FLAG.FOLLOWS], [TYPE.REQUEST_FNF, FLAG.METADATA | FLAG.FOLLOWS],
  [TYPE.REQUEST_STREAM, FLAG.METADATA | FLAG.FOLLOWS],
  [TYPE.PAYLOAD, FLAG.METADATA | FLAG.FOLLOWS | FLAG.COMPLETE | FLAG.NEXT],
]);

/** "Complete … implicitly ignores the F flag". */
const flagsOf = ({ type, flags }: Theirs): number => {
  const meant = Number(flags) & (FLAGS.get(type) ?? 0);
  return type === TYPE.PAYLOAD && (meant & FLAG.COMPLETE) !== 0 ? meant & ~FLAG.FOLLOWS : meant;
};

const kept = (frame: Theirs): Theirs => Object.fromEntries(
  Object.entries(frame).filter(([name]) => !NOT_OURS.has(name) && !(frame['type'] === TYPE.LEASE &&
    name === 'metadata') &&
    !(frame['type'] === TYPE.REQUEST_CHANNEL && name !== 'type' && name !== 'streamId')));

const withLength = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.of(bytes.length >> 16, bytes.length >> 8, bytes.length), bytes]);

const ourReading = (bytes: Uint8Array): Frame | FrameError => {
  try {
    return readFrame(bytes, 0, bytes.length);
  } catch (error) {
    if (error instanceof FrameError) return error;
    throw error;
  }
};

const theirReading = (bytes: Uint8Array): Theirs | string => {
  try {
    return readTheirs(withLength(bytes));
  } catch (error) {
    return error instanceof Error ? error.message : 'nothing';
  }
};

const whyOf = ({ ours, theirs }: Both): string | undefined => {
  if (ours instanceof FrameError) {
    return typeof theirs === 'string' ? 'neither' : WE_REFUSE.find(([says]) => says.test(ours.message))?.[1];
  }
  if (typeof theirs === 'string') return THEY_REFUSE.find(([what]) => what(ours))?.[1];
  if (ours.type === 'OTHER') return 'skipped';
  const again = legible(theirsOf(ours));
  return same(kept(again), kept(theirs)) && flagsOf(again) === flagsOf(theirs) ? 'both' : undefined;
};

/** Both write it as the same bytes: but for a token, which theirs always writes, and text that was no UTF-8. */
const writtenAlike = (frame: Frame): string | undefined => {
  if (frame.type === 'SETUP' && (frame.resume || !isWritable(frame))) return undefined;
  return Buffer.compare(encode(frame), theirBytes(theirsOf(frame))) === 0 ? undefined : `${frame.type} is other bytes`;
};

const typeOf = (bytes: Uint8Array): number => ((bytes[4] ?? 0) << 8 | (bytes[5] ?? 0)) >>> TYPE_SHIFT;

const rsocketCore = binary('rsocket-core', {
  decode: (bytes): Both => ({ ours: ourReading(bytes), theirs: theirReading(bytes) }),
  errors: [], seeds: bareFrames, allowance: 4_096, short: 3_000,
  kind: (both) => {
    const why = whyOf(both) ?? 'nobody knows why';
    return why === 'both' && 'type' in both.ours ? `both read ${both.ours.type}` : why;
  },
  again: (both, bytes) => {
    const [{ ours, theirs }, why] = [both, whyOf(both)];
    if (why === 'both' && 'type' in ours) return writtenAlike(ours);
    if (why !== undefined) return undefined;
    const about = bytes.length < HEADER_BYTES ? 'no frame' : `a frame of type ${typeOf(bytes)}`;
    const said = ours instanceof FrameError ? `ours refuses (${ours.message})` : `ours reads ${ours.type}`;
    return `${about}: ${said}, theirs ${typeof theirs === 'string' ? `refuses (${theirs})` : 'reads another one'}`;
  },
});

export const STRANGER_TARGETS: readonly Target[] = [rsocketCore];
