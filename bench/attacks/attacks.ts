// What each attacker does, by the rows of SECURITY.md: over and over, until it is told to stop.
import type { Socket } from 'node:net';
import { blank, encodeBulletin } from '../../lib/exchange/bulletin.ts';
import { encode } from '../../lib/wire/codec.ts';
import type { Frame } from '../../lib/wire/frame.ts';
import { encodeRoute } from '../../lib/wire/routing.ts';
import { setUpFrame } from '../../lib/wire/setUp.ts';
import { payload, request, requestStream } from '../../spec/support/rawEnd.ts';
import { helloOf } from '../../spec/support/stranger.ts';
import { forgeries } from './forgeries.ts';
import type { Foe } from './foe.ts';

export interface Attack {
  readonly name: string;
  /** Of the threat model. */
  readonly rows: string;
  readonly what: string;
  /** How many addresses it comes from. */
  readonly owners: number;
  readonly run: (foe: Foe) => void | Promise<void>;
}

const DRIP_MS = 500;
/** How one begins: nothing in it is wrong, and it is never whole. */
const CLIENT_HELLO = Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]);
const CHUNK_BYTES = 65_536;

/** Writes what `next` makes for as long as the socket takes it, and goes on when it takes more. */
const pour = (foe: Foe, socket: Socket, next: () => Uint8Array): void => {
  const more = (): void => {
    let room = true;
    for (let round = 0; room && socket.writable && round < 16; round++) room = foe.write(socket, next());
    if (!socket.writable) return;
    if (room) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
};

const every = (ms: number, socket: Socket, work: () => void): void => {
  const timer = setInterval(work, ms);
  socket.once('close', () => clearInterval(timer));
};

/** Requests of one kind with rising streams, as many as fit into a chunk. */
const requests = (kind: (stream: number) => Frame): (() => Uint8Array) => {
  let stream = 1;
  return () => {
    const frames: Uint8Array[] = [];
    for (let bytes = 0; bytes < CHUNK_BYTES;) {
      const frame = encode(kind((stream += 2)));
      bytes += frame.length;
      frames.push(frame);
    }
    return Buffer.concat(frames);
  };
};

const ask = (route: string, data: Uint8Array) => (stream: number): Frame =>
  ({ type: 'REQUEST_RESPONSE', stream, follows: false, metadata: encodeRoute(route), data });

const garbage = (bytes: number): Buffer => Buffer.from(Array.from({ length: bytes }, () => Math.random() * 256));

/** A frame that is one but for some bytes. */
const mutated = (): Uint8Array => {
  const bytes = Buffer.from(encode(request('REQUEST_RESPONSE', 3, 'echo', '{"__proto__":{"x":1}}')));
  for (let count = 0; count < 3; count++) {
    bytes[3 + Math.floor(Math.random() * (bytes.length - 3))] = Math.random() * 256;
  }
  return bytes;
};

const NOWHERE = { digest: '00'.repeat(32), radius: 0, excluded: [] };

export const ATTACKS: readonly Attack[] = [
  {
    name: 'flood', rows: '1', what: 'connections as fast as they can be opened, and left open', owners: 10_000,
    run: (foe) => foe.plain(512, () => undefined),
  },
  {
    name: 'slow-loris', rows: '2', what: 'a thousand silent connections, and a thousand that drip', owners: 10_000,
    run: (foe) => foe.plain(2_000, (socket) => {
      if (Math.random() < 0.5) return;
      let at = 0;
      every(DRIP_MS, socket, () => void foe.write(socket, CLIENT_HELLO.subarray(at, (at += 1))));
    }),
  },
  {
    name: 'no-hello', rows: '3', what: 'keys that are proven, and half a hello that drips', owners: 200,
    run: (foe) => foe.tls(64, (socket, me) => {
      const hello = encode(setUpFrame(helloOf(me.id)));
      let at = 0;
      every(DRIP_MS, socket, () => void foe.write(socket, hello.subarray(at, (at += 1))));
    }),
  },
  {
    name: 'handshakes', rows: '4', what: 'TLS handshakes without end, 64 at once', owners: 10_000,
    run: (foe) => foe.tls(64, (socket) => socket.destroy()),
  },
  {
    name: 'oversize', rows: '5', what: 'frames that are announced with 16 MiB', owners: 200,
    run: (foe) => foe.guests(32, (socket) => void foe.write(socket, Buffer.alloc(64, 0xff))),
  },
  {
    name: 'partial', rows: '6', what: 'messages of 1 MiB that are never whole, four on each connection', owners: 200,
    run: (foe) => foe.guests(56, (socket) => {
      for (let stream = 3; stream <= 9; stream += 2) {
        foe.say(socket, { ...request('REQUEST_RESPONSE', stream, 'echo', 'x'), follows: true } as Frame);
        for (let part = 0; part < 5; part++) {
          foe.say(socket, payload(stream, 'x'.repeat(200_000), { follows: true }));
        }
      }
    }),
  },
  {
    name: 'amplify', rows: '7', what: 'bulletins that claim much, and questions with large answers', owners: 200,
    run: (foe) => foe.guests(16, (socket) => {
      const claims = Buffer.concat([encodeBulletin(blank(NOWHERE)).subarray(0, -2),
        Buffer.from([1, 0]), garbage(60_000)]);
      const next = requests((stream) =>
        ask(stream % 4 === 1 ? 'millrace.push' : 'millrace.trie', stream % 4 === 1 ? claims : garbage(200))(stream));
      pour(foe, socket, next);
    }),
  },
  {
    name: 'malformed', rows: '8', what: 'frames with wrong bytes, wrong types and wrong streams', owners: 200,
    run: (foe) => foe.guests(32, (socket) => {
      foe.write(socket, Buffer.concat(Array.from({ length: 20 }, mutated)));
    }),
  },
  {
    name: 'signatures', rows: '14, 18', what: 'well-formed records with wrong signatures', owners: 200,
    run: (foe) => foe.guests(16, (socket) => {
      const forged = forgeries();
      pour(foe, socket, requests((stream) => ask('millrace.push',
        encodeBulletin({ ...blank(NOWHERE), items: forged(64) }))(stream)));
    }),
  },
  {
    name: 'no-read', rows: '20', what: 'large answers and long streams that nobody reads', owners: 200,
    run: (foe) => foe.guests(50, (socket) => {
      socket.pause();
      for (let stream = 3; stream < 400; stream += 2) {
        foe.say(socket, stream % 4 === 3 ? request('REQUEST_RESPONSE', stream, 'blob') :
          requestStream(stream, 'count', 0x7fff_ffff));
      }
    }),
  },
  {
    name: 'requests', rows: '19, 23', what: 'small requests as fast as they can be written', owners: 200,
    run: (foe) => foe.guests(32, (socket) => {
      pour(foe, socket, requests(ask('echo', Buffer.alloc(16))));
    }),
  },
  {
    name: 'resets', rows: '24', what: 'connections that are reset in every phase', owners: 10_000,
    run: async (foe) => {
      foe.plain(64, (socket) => void setTimeout(() => socket.resetAndDestroy(), 20 * Math.random()));
      await foe.guests(16, (socket) => void setTimeout(() => socket.destroy(), 20 * Math.random()));
    },
  },
];

