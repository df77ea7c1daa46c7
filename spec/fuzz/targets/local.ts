// What comes from this machine: lines of the control socket, requests over HTTP, recordings.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { ControlError } from '../../../lib/control/controlError.ts';
import { lineOf, type ControlRequest } from '../../../lib/control/protocol.ts';
import { readAnswer } from '../../../lib/control/readAnswer.ts';
import { readRequest } from '../../../lib/control/readRequest.ts';
import { resolved } from '../../../lib/control/resolved.ts';
import { Feed } from '../../../lib/http/feed.ts';
import { whyRoute } from '../../../lib/http/httpRoutes.ts';
import { Reader } from '../../../lib/http/reader.ts';
import { screen } from '../../../lib/http/screen.ts';
import { RingJournal } from '../../../lib/journals/ringJournal.ts';
import { LogError } from '../../../lib/recording/logError.ts';
import { packing, unpacking } from '../../../lib/recording/pack.ts';
import { readLog, type Burst } from '../../../lib/recording/readLog.ts';
import { redactLog } from '../../../lib/recording/redactLog.ts';
import { replay } from '../../../lib/recording/replay.ts';
import { statusReport } from '../../../lib/status/statusReport.ts';
import { aState } from '../../../lib/testing/aState.ts';
import { nodeIdFrom } from '../../../lib/testing/nodeIdFrom.ts';
import { VirtualEnv } from '../../support/virtualEnv.ts';
import { same } from '../same.ts';
import { FILE_MS, textual, type Target } from '../target.ts';

const state = aState({
  peers: { 'out-1': {}, 'in-2': { label: 'north' } }, addresses: { '192.0.2.7:7000': {} }, bans: { '192.0.2.9': 9e12 },
});
const NODE = nodeIdFrom('out-1');
const WORDS = [
  'null', 'true', '[]', '{}', '1e309', '-1', '"__proto__"', '\\u0000', '\\ud800', '"', ',', ':', '[', '{', NODE,
  NODE.slice(0, 8),
  'in-2', '192.0.2.9', '[::1]', '::', '@', ':7000',
];

const REQUESTS: readonly ControlRequest[] = [
  { do: 'status' }, { do: 'events', all: true, since: 5, isPast: true, types: ['peer-opened'] },
  { do: 'why', subject: 'out-1' }, { do: 'order', request: { type: 'dial', address: '192.0.2.7:7000' } },
  { do: 'order', request: { type: 'ban', subject: NODE, forMs: 5, reason: 'x' } },
  { do: 'order', request: { type: 'drop', subject: NODE.slice(0, 8) } },
  { do: 'order', request: { type: 'unban', subject: '192.0.2.9' } }, { do: 'order', request: { type: 'dump' } },
];

const request = textual('control-request', {
  decode: (line) => {
    const read = readRequest(line);
    return read.do === 'order' ? { ...read, meant: resolved(state, read.request) } : read;
  },
  errors: [ControlError], seeds: () => REQUESTS.map(lineOf),
  words: [...WORDS, '"do"', '"order"', '"request"', '"type"', '"subject"', '"forMs"', '"since"', '"types"'],
  again: (read) => {
    const asked = 'meant' in read ? { do: read.do, request: read.request } : read;
    return same(readRequest(lineOf(asked)), asked) ? undefined : 'is written as another request';
  },
});

const answer = textual('control-answer', {
  decode: readAnswer, errors: [ControlError], words: [...WORDS, '"ok"', '"result"', '"error"', '"end"', '"stopped"'],
  seeds: () => ['{"ok":true,"result":{"a":1}}', '{"ok":false,"error":"no"}', '{"end":"answered"}', 'null', '7'],
});

const figures = { rssBytes: 0, eventLoopDelayMsP99: 0 };
const env = new VirtualEnv();
const journal = new RingJournal();
const view = { state: () => state, report: () => statusReport(state, 0, figures), journal };

interface Asked {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly lastId?: string;
}

const asked = (text: string): Asked => {
  const [first = '', ...lines] = text.split('\n');
  const [method = '', url = ''] = first.split(' ');
  const rawHeaders = lines.flatMap((line) => {
    const at = line.indexOf(': ');
    return at < 0 ? [] : [line.slice(0, at), line.slice(at + 2)];
  });
  const headers: Record<string, string> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) headers[(rawHeaders[at] ??
    '').toLowerCase()] = rawHeaders[at + 1] ?? '';
  const lastId = headers['last-event-id'];
  const socket = { localAddress: '::ffff:127.0.0.1', localPort: 8080 };
  return {
    request: { method, url, rawHeaders, headers, socket } as unknown as IncomingMessage,
    path: url.split('?', 1)[0] ?? '', ...(lastId === undefined ? {} : { lastId }),
  };
};

/** Of Node's response, what a Reader needs of it. */
const responseOf = (): { readonly response: ServerResponse; readonly said: string[] } => {
  const said: string[] = [];
  const write = (text: string): void => void said.push(text);
  const response = { write, writeHead: () => undefined, writableLength: 0, socket: null };
  return { response: response as unknown as ServerResponse, said };
};

const http = textual('http-request', {
  short: 100, allowance: 65_536, // what is shown of a node is shown whatever the request looks like
  decode: (text) => {
    const { request: made, path, lastId } = asked(text);
    const refused = screen(made, ['node.example.org']);
    if (refused !== undefined) return { status: refused.status, body: refused.body };
    if (path.startsWith('/why/')) {
      const { status, body } = whyRoute(path, { view, now: 0, turnedAt: 0, toListen: 0 });
      return { status, body };
    }
    const { response, said } = responseOf();
    const [feed, reader] = [new Feed(view, env), new Reader(response)];
    feed.add(reader, lastId);
    feed.remove(reader);
    return { status: 200, body: said.length > 2 ? 'gap' : '' };
  },
  errors: [], kind: ({ status, body }) => `${status} ${String(body).slice(0, 40).replace(/\d+/g, '#')}`,
  seeds: () => [
    'GET /why/out-1\nHost: 127.0.0.1:8080', `GET /why/${NODE}\nHost: localhost:8080\nOrigin: http://localhost:8080`,
    'GET /events\nHost: 127.0.0.1:8080\nLast-Event-ID: 1', 'HEAD /why/%e2%82%ac\nHost: node.example.org',
    'POST /status\nHost: 127.0.0.1:8080\nContent-Length: 5', 'GET /why/192.0.2.7%3A7000?x\nHost: [::1]:8080',
  ],
  words: ['%', '%2f', '%00', '%ff', '/', '..', 'Host: ', 'Origin: ', 'Last-Event-ID: ', '1e309', '0x1', '-1', 'NaN',
    '\n', ...WORDS],
});

const vector = readFileSync(new URL('../../recording/vectors/devnet.ndjson', import.meta.url), 'utf8').split('\n');
const [headerLine = ''] = vector;
/** Of each kind of line the shortest ones: what is long is what remotes tell, over and over. */
const linesOf = (kind: string): readonly string[] =>
  vector.filter((line) => line.startsWith(`["${kind}"`)).sort((a, b) => a.length - b.length).slice(0, 3);
const { header } = readLog([headerLine]);

const logs = (): readonly string[] => [
  [headerLine, ...vector.slice(1, 12)].join('\n'),
  [headerLine, ...['o', 't', 'h', 'w', 'p', 'i', 'r', 'c', 'z'].flatMap(linesOf)].join('\n'),
  [headerLine, '["z"]'].join('\n'),
];
const LOG_WORDS = [
  ...WORDS, '["o",', '["w",', '["p",', '["i",', '["r",', '["c",', '["z"]', '["t",', '["h",', '\n', ',5', '"5"',
    '"type"', '"peer"',
  '"hello":', '"addresses":', '"habits"', '"self"',
];
const linesIn = (text: string): readonly string[] => text.split('\n');

const log = textual('recording', {
  decode: (text): readonly Burst[] => [...readLog(linesIn(text)).bursts], errors: [LogError], seeds: logs,
  words: LOG_WORDS,
  short: 100, allowance: 4_096, hangMs: FILE_MS,
  kind: (bursts) => `${Math.min(bursts.length, 9)} ${[...new Set(bursts.map(kindOfBurst))].join(' ')}`,
});

const kindOfBurst = ({ began, within, draws, commands, isCut }: Burst): string =>
  [began?.[0], within.length > 0, draws.length > 0, commands.length > 0, isCut].join(' ');

const logLine = textual('recorded-line', {
  decode: (text) => unpacking(header)(text, 2), errors: [LogError], words: LOG_WORDS,
  seeds: () => ['o', 't', 'h', 'w', 'p', 'i', 'r', 'c', 'z'].flatMap(linesOf),
  again: (line) => {
    const pack = packing();
    pack(header);
    const written = unpacking(header)(pack(line), 2);
    return same(JSON.parse(JSON.stringify(written)), JSON.parse(JSON.stringify(line))) ? undefined : 'is another line';
  },
});

const secret = new Uint8Array(32).fill(7);
const redacted = textual('redaction', {
  decode: (text) => [...redactLog(() => linesIn(text), { secret })], errors: [LogError], seeds: logs, words: LOG_WORDS,
  short: 20, allowance: 4_096, hangMs: FILE_MS, kind: (lines) => `${Math.min(lines.length, 9)} lines`,
});

const replayed = textual('replay', {
  decode: (text) => replay(readLog(linesIn(text)), { policies: () => ({}), guards: {} }),
  errors: [LogError], seeds: logs, words: LOG_WORDS, short: 20, allowance: 4_096, hangMs: FILE_MS,
});

export const LOCAL_TARGETS: readonly Target[] = [request, answer, http, logLine, log, redacted, replayed];
