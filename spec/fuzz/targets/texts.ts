// What people and other programs write: addresses, durations, times, files, configurations.
import { AddressError, endpointOf, formatAddress, hostOf, idOf, parseAddress } from '../../../lib/address.ts';
import { rangeOf } from '../../../lib/addressRange.ts';
import { ConfigError } from '../../../lib/config/configError.ts';
import { configSchema } from '../../../lib/config/configSchema.ts';
import { parseConfig } from '../../../lib/config/parseConfig.ts';
import { printConfig } from '../../../lib/config/printConfig.ts';
import { DurationError, formatDuration, parseDuration } from '../../../lib/duration.ts';
import { groupOf, narrowGroupOf } from '../../../lib/group.ts';
import { iso, readIso } from '../../../lib/iso.ts';
import { endpointBytes, readEndpoint } from '../../../lib/network/ip.ts';
import { Reader } from '../../../lib/network/reader.ts';
import { RecordError } from '../../../lib/network/recordError.ts';
import { printable } from '../../../lib/printable.ts';
import { dnsTold } from '../../../lib/sources/dnsTold.ts';
import type { Book } from '../../../lib/store/book.ts';
import { readHolder, writeHolder } from '../../../lib/store/holder.ts';
import { BookError, readBook } from '../../../lib/store/readBook.ts';
import { writeBook } from '../../../lib/store/writeBook.ts';
import { legible } from '../../../lib/wire/legible.ts';
import { same } from '../same.ts';
import { FILE_MS, textual, type Target } from '../target.ts';

const ID = 'a'.repeat(32);
const ADDRESSES = [
  '127.0.0.1:7000', '[::1]:7000', `${ID}@192.0.2.7:1`, 'node.example.org:65535', '[2001:db8::1:0:0:9]:0',
  '[::ffff:1.2.3.4]:80', '[fe80::1%eth0]:1', 'localhost:1', '0x7f.1:1', '[1:2:3:4:5:6:7:8]:9', '255.255.255.255:9',
];
const WORDS = ['::', ':', '.', '[', ']', '@', '%', '0x', '::ffff:', '127.0.0.1', '65536', '%25', 'xn--', '\u3002', ID];

const address = textual('address', {
  decode: (text) => {
    const parts = parseAddress(text);
    const written = formatAddress(parts);
    return { parts, group: groupOf(written), narrow: narrowGroupOf(written), range: rangeOf(hostOf(written))?.kind };
  },
  errors: [AddressError], seeds: () => ADDRESSES, words: WORDS,
  again: ({ parts }) => {
    const written = formatAddress(parts);
    if (!same(parseAddress(written), parts)) return 'is written as another address';
    if (hostOf(written) !== parts.host || idOf(written) !== parts.id) return 'is written with another host or id';
    const { host, port } = parts;
    return endpointOf(written) === formatAddress({ host, port }) ? undefined : 'is written as another endpoint';
  },
});

const endpoint = textual('endpoint', {
  decode: endpointBytes, errors: [AddressError, RecordError], seeds: () => ADDRESSES, words: WORDS,
  again: (bytes, text) => {
    const read = readEndpoint(new Reader('endpoint', bytes));
    return read === endpointOf(formatAddress(parseAddress(text))) ? undefined : 'is read as another endpoint';
  },
});

const duration = textual('duration', {
  decode: parseDuration, errors: [DurationError], seeds: () => ['250ms', '1h30m', '2d', '1d2h3m4s5ms', '0s'],
  words: ['d', 'h', 'm', 's', 'ms', '36525d', '999999999'],
  again: (ms) => (parseDuration(formatDuration(ms)) === ms ? undefined : 'is written as another duration'),
});

const time = textual('time', {
  decode: readIso, errors: [], seeds: () => ['2026-01-31T12:00:00.000Z', '9999-12-31T23:59:59Z',
    '1970-01-01T00:00:00.1Z'],
  words: ['-', ':', 'T', 'Z', '+', '24:00:00', '60', '02-30'],
  again: (ms) => (ms === undefined || readIso(iso(ms)) === ms ? undefined : 'is written as another time'),
});

const foreign = textual('foreign-text', {
  allowance: 2 * 256 * 10, // of each text no more than 256 characters are shown, and none by more than ten others
  decode: (text) => ({ printed: printable(text), legible: legible(text) }), errors: [],
  seeds: () => ['plain', '\u001b[2J\u0007', '\u202eabc', '\u0000', 'é\u{1f600}', '\ud800'],
  words: ['\u001b', '\u009b', '\u2028', '\u2066', '\u200d', '\r\n'],
  again: ({ printed, legible: read }) => {
    if (/[^\x20-\x7e]/u.test(printed)) return 'is printed with what is no printable ASCII';
    return /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(read) ? 'is logged with what moves a cursor' : undefined;
  },
});

const NOW = Date.UTC(2026, 0, 31);
const BOOK: Book = {
  addresses: [
    { endpoint: '192.0.2.7:7000', from: 'config', learntAt: NOW, aliveAt: NOW, attempts: 0, nextAttemptAt: NOW,
      node: ID, provenAt: NOW, stoodMs: 5, source: 's', named: true, tried: true },
    { endpoint: '[2001:db8::9]:7001', from: 'book', learntAt: NOW, attempts: 2, nextAttemptAt: NOW, lastError: 'no' },
  ],
  bans: [{ subject: '198.51.100.23', until: NOW + 5, reason: 'floods' }],
  savedAt: NOW,
};
/** What 256 problems take, which is where both readers stop to name them. */
const PROBLEMS_BYTES = 256 * 160;
const JSON_WORDS = ['null', 'true', '[]', '{}', '1e309', '-1', '"__proto__"', '\\u0000', '\\ud800', '"', ',', ':',
  '[', '{'];

const book = textual('book', {
  decode: (text) => readBook(text, NOW), errors: [BookError], short: 200, allowance: PROBLEMS_BYTES, hangMs: FILE_MS,
  seeds: () => [writeBook(BOOK), writeBook({ addresses: [], bans: [] }), '[]', '{"version":2}'],
  words: [...JSON_WORDS, '"addresses"', '"bans"', '"until"', '"subject"', '"node"', '"attempts"', '"version":1'],
  again: ({ book: read }) => {
    const written = readBook(writeBook(read), NOW);
    if (written.problems.length > 0) return 'is written with problems';
    return same(written.book, read) ? undefined : 'is written as another book';
  },
});

const peersFile = textual('peers-file', {
  decode: (text) => readBook(text, NOW), errors: [BookError], words: [...JSON_WORDS, ...WORDS], short: 100,
  hangMs: FILE_MS,
  allowance: PROBLEMS_BYTES,
  seeds: () => [JSON.stringify(ADDRESSES), '["192.0.2.7:7000", 5, null]', `[${'1,'.repeat(3_000)}1]`],
});

const holder = textual('lock', {
  decode: readHolder, errors: [], seeds: () => [writeHolder({ pid: 7, began: '123', boot: 'b' }), '{"pid":1}', 'null'],
  words: [...JSON_WORDS, '"pid"', '"sum"', '"began"', '"boot"'],
});

const dns = textual('dns-answer', {
  decode: (text) => dnsTold('a.example', text.split(' ')), errors: [], words: [...WORDS, ' '],
  seeds: () => [ADDRESSES.join(' '), 'a.example.:7000', '', '.:0'],
});

const CONFIG = `network: town
label: north
listen: ["[::]:7000", '127.0.0.1:0']
peers: ["${ID}@192.0.2.7:7000"]
dns: [{ name: seeds.example.org, port: 7000 }, { srv: _millrace._tcp.example.org }]
http: 127.0.0.1:8080
redial: { min: 1s, max: 10m }
perGroup: { incoming: 32 }
deadAfter: 45s
heartbeatEvery: 15000
record: { file: run.log, segmentMiB: 1 }
`;

const config = textual('config', {
  decode: (text) => parseConfig(text, 'node.yaml'), errors: [ConfigError], allowance: PROBLEMS_BYTES, short: 15,
  hangMs: FILE_MS,
  seeds: () => [CONFIG, '', '{}', JSON.stringify({ peers: ADDRESSES }), 'a: &x [*x]', 'x: &a [1]\ny: [*a, *a]',
    '[1,1,1]',
    `peers: [${'1,'.repeat(500)}1]`, `[${',!'.repeat(300)}]`],
  words: [
    ...Object.keys(configSchema['properties'] as object), '[""]', 'off', 'true', '~', '&a ', '*a', '<<: ', '- ', '\n',
    '\n  ', ': ',
    '? ', '| ', '> ', '!!binary ', '!!set ', '%YAML 1.1', '---', '...', '#', '{', '[', '"', "'", '10s', '-1',
    '1e309', '0x7f', '.nan',
    'constructor', '__proto__', '\t', '\u2028', '\ufeff',
  ],
  again: (read) => {
    const written = parseConfig(printConfig(read), '/');
    return same({ ...written, data: '' }, { ...read, data: '' }) ||
      !same(read.policies.filter((one) => one.startsWith('/')), read.policies) || read.record.file !== undefined ||
      read.report.file !== undefined || read.peersFile !== undefined ? undefined : 'is printed as another one';
  },
});

export const TEXT_TARGETS: readonly Target[] =
  [address, endpoint, duration, time, foreign, book, peersFile, holder, dns, config];
