// Whole sessions: a head, and a tail, that read whatever the other end writes: the set-up, requests, answers, goodbyes.
import { of } from 'rxjs';
import { readHello } from '../../../lib/peers/readHello.ts';
import { jsonBytes, JsonError } from '../../../lib/json.ts';
import { heldUnsent } from '../../../lib/wire/heldBytes.ts';
import { heldPartially } from '../../../lib/wire/partialBytes.ts';
import { encode } from '../../../lib/wire/codec.ts';
import type { Frame } from '../../../lib/wire/frame.ts';
import {
  error, framesOf, payload, rawTail, request, requestStream, setUp, ungreetedHead, type Raw,
} from '../../support/rawEnd.ts';
import { same } from '../same.ts';
import { binary, type Target } from '../target.ts';

/** Past every deadline of a connection. */
const LATER_MS = 60_000;
const SHORT = 60;

interface Talk {
  readonly signals: readonly string[];
  /** The reason it ended with by itself; `undefined`: it stood. */
  readonly ended: string | undefined;
  readonly heard: readonly string[];
}

const bytesIn = (frames: readonly Frame[]): Uint8Array => Buffer.concat(frames.map(encode));

/** Writes the bytes in three pieces, lets the time pass, and takes down what comes of it. */
const talk = ({ env, end, channel }: Raw, bytes: Uint8Array, then: () => void): Talk => {
  const before = end.channel.writes.length;
  const third = Math.ceil(bytes.length / 3);
  for (let at = 0; at < bytes.length; at += Math.max(1, third)) {
    channel.write(bytes.subarray(at, at + third));
    env.advance(0);
    then();
    env.advance(0);
  }
  const signals = end.signals.map(({ type }) => type);
  const [ending] = end.endings;
  env.advance(LATER_MS);
  const frames = framesOf(end.channel.writes.slice(before)); // what is written is well-formed, or this throws
  end.unsubscribe();
  env.advance(LATER_MS);
  // a bug of ours ends one connection and not the node: it is one all the same
  if (ending?.reason === 'failed' && ending.endedBy === 'local') throw new Error(`failed: ${ending.detail ?? ''}`);
  if (end.endings.length > 1) throw new Error(`ended ${end.endings.length} times`);
  if (heldPartially() + heldUnsent() !== 0) throw new Error(`still holds ${heldPartially()} and ${heldUnsent()} bytes`);
  return { signals, ended: ending && `${ending.reason} ${ending.endedBy}`, heard: frames.map(({ type }) => type) };
};

const kindOfTalk = ({ ended, heard }: Talk): string =>
  `${ended ?? 'stands'}: ${[...new Set(heard)].join(' ')}`;

const handlers = {
  echo: ({ data }: { readonly data: Uint8Array }) => of(data),
  'millrace.beat': () => of(Buffer.from('beat')),
};

const asked: readonly Frame[] = [
  setUp(), request('REQUEST_RESPONSE', 1, 'millrace.hello'), request('REQUEST_RESPONSE', 3, 'echo', 'hi'),
  request('REQUEST_FNF', 5, 'echo', 'hi'), requestStream(7, 'echo', 5), { type: 'REQUEST_N', stream: 7, credits: 3 },
  { type: 'CANCEL', stream: 7 }, { type: 'KEEPALIVE', respond: true, data: Buffer.from('ping') },
  { ...request('REQUEST_RESPONSE', 9, 'echo', 'long'), follows: true } as Frame, payload(9, 'er', { complete: true }),
  error(0, 0x102, '{"reason":"stopping"}'),
];

const head = binary('head', {
  short: SHORT,
  decode: (bytes) => {
    const raw = rawTail(handlers);
    return talk(raw, bytes, () => raw.end.signals.some(({ type }) => type === 'greeted') &&
      raw.end.session.welcome(Buffer.from('head')));
  },
  errors: [], kind: kindOfTalk, allowance: 65_536,
  seeds: () => [
    bytesIn(asked), bytesIn(asked.slice(0, 2)), bytesIn([setUp({ lease: true }), ...asked.slice(1)]),
    bytesIn([setUp({ resume: true })]), bytesIn([setUp({ major: 2 })]), ...asked.map((one) => bytesIn([setUp(), one])),
  ],
});

const answered: readonly Frame[] = [
  payload(1, 'head', { complete: true }), payload(3, 'one', { complete: true }), payload(5, 'a'), payload(5, 'b'),
  { type: 'PAYLOAD', stream: 5, follows: false, complete: true, next: false, data: Buffer.alloc(0) },
  error(3, 0x202, '{"code":"rejected","message":"no","retryAfterMs":9}'),
  { type: 'KEEPALIVE', respond: true, data: Buffer.from('ping') }, { type: 'LEASE', ttlMs: 1_000, requests: 5 },
  payload(3, 'long', { follows: true }), payload(3, 'er', { complete: true }),
  error(0, 0x102, '{"reason":"full","retryAfterMs":5,"records":["AAAA"]}'),
];

const tail = binary('tail', {
  short: SHORT,
  decode: (bytes) => {
    const raw = ungreetedHead();
    const ignore = { error: () => undefined };
    const { session } = raw.end;
    const asks = [session.ask('echo', Buffer.from('1')), session.request('count', Buffer.from('2'), { credits: 4 })]
      .map((answer$) => answer$.subscribe(ignore));
    const talked = talk(raw, bytes, () => undefined);
    asks.forEach((one) => one.unsubscribe());
    return talked;
  },
  errors: [], kind: kindOfTalk, allowance: 65_536,
  seeds: () => [bytesIn(answered), ...answered.map((one, at) => bytesIn(at === 0 ? [one] : [answered[0] ?? one, one]))],
});

const HELLO = {
  version: 1, network: 'millrace', id: 'a'.repeat(32), boot: 'b'.repeat(16), label: 'north',
  addresses: ['192.0.2.7:7000', '[2001:db8::1]:7001', 'node.example.org:7002'], capabilities: ['network'],
  clock: 1_795_600_509_794, nonce: 'A'.repeat(43),
};

const hello = binary('hello', {
  decode: readHello, errors: [JsonError],
  words: [
    '"version"', '"network"', '"id"', '"boot"', '"label"', '"addresses"', '"capabilities"', '"clock"', '"nonce"',
    '"__proto__"', 'null', '[]', '{}', '1e309', '-0', '"[::ffff:1.2.3.4]:1"', '"[fe80::1%a]:1"', '\\u001b',
    '\\ud800', '\u202e',
  ].map((word) => Buffer.from(word)),
  seeds: () => [jsonBytes(HELLO), jsonBytes({ version: 1, network: 'n', id: HELLO.id, boot: HELLO.boot }),
    jsonBytes({ ...HELLO, label: '\u0007\u00e9\u{1f600}', addresses: ['[::ffff:192.0.2.1]:9', '[fe80::1%eth0]:8'] })],
  again: (read) => {
    const { label, capabilities } = read;
    const isPlain = ![label ?? '', ...capabilities].some((text) => text.includes('\\u{'));
    if (!isPlain) return undefined; // what was escaped is longer than it was
    return same(readHello(jsonBytes(read)), read) ? undefined : 'is written as another hello';
  },
});

export const SESSION_TARGETS: readonly Target[] = [head, tail, hello];
