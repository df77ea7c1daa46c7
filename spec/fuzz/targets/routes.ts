// The routes that a head answers its tails on: whatever is asked, the answer is one that a tail can read, or a refusal.
import { NEVER, of, type Observable } from 'rxjs';
import { blank, decodeBulletin, encodeBulletin } from '../../../lib/exchange/bulletin.ts';
import { Exchange } from '../../../lib/exchange/exchange.ts';
import { decodeOutcome } from '../../../lib/exchange/verifying.ts';
import { encodeWants } from '../../../lib/exchange/wants.ts';
import { decodeAnswer, encodeQuestion } from '../../../lib/network/descentBytes.ts';
import { edgeIdOf, nodeIdBytes } from '../../../lib/network/ids.ts';
import { keyedHash } from '../../../lib/network/keyedHash.ts';
import { RequestError } from '../../../lib/peer.ts';
import { after, aState, doubtOf, itemsHeard, recordOf, signedBy } from '../../../lib/testing/index.ts';
import { VirtualEnv } from '../../support/virtualEnv.ts';
import { binary, type Target } from '../target.ts';

const NAMES = ['anna', 'bert', 'carla', 'dora'];
const endpoints = (at: number): readonly string[] => [`198.51.${at + 100}.9:7000`];
const records = NAMES.map((name, at) =>
  recordOf(name, { addresses: endpoints(at), out: [signedBy(NAMES[at - 1] ?? 'dora')], dialable: true }));
const state = after(aState({ peers: { 'in-1': {}, 'out-2': {} } }), 0,
  itemsHeard('in-1', [...records, doubtOf('bert', signedBy('anna'))]));

/** How the tail reads what each answers, by the first byte of the input. */
const ROUTES: readonly (readonly [name: string, read: (answer: Uint8Array) => unknown])[] = [
  ['millrace.push', decodeBulletin], ['millrace.beat', decodeBulletin], ['millrace.get', decodeBulletin],
  ['millrace.trie', decodeAnswer], ['millrace.verify', decodeOutcome], ['millrace.peers', decodeBulletin],
  ['millrace.watch', decodeBulletin],
];
/** Past what is held back for a moment, and what is looked into. */
const LATER_MS = 2_000;

interface Answered {
  readonly route: string;
  readonly answers: number;
  readonly refusal: string | undefined;
  readonly events: readonly string[];
}

const town = keyedHash('millrace tests');

const answered = (bytes: Uint8Array): Answered => {
  const env = new VirtualEnv();
  const exchange = new Exchange({
    env, state: () => state, state$: NEVER, requester: () => undefined, signer: town.signer('self'), verifier: town,
    reserve: (seq) => of(seq), transport: { secure: true, listen: () => NEVER, dial: () => NEVER },
  });
  const [route, read] = ROUTES[(bytes[0] ?? 0) % ROUTES.length] ?? ['', decodeBulletin];
  const events: string[] = [];
  const errors: unknown[] = [];
  let answers = 0;
  const listening = exchange.event$.subscribe({
    next: ({ type }) => void events.push(type), error: (error: unknown) => void errors.push(error),
  });
  const answer$ = exchange.handlers[route]?.({ peer: 'in-1', route,
    data: bytes.subarray(1) }) as Observable<Uint8Array>;
  const asking = answer$.subscribe({
    next: (answer) => {
      read(answer);
      answers += 1;
    },
    error: (error: unknown) => void errors.push(error),
  });
  env.advance(LATER_MS);
  asking.unsubscribe();
  listening.unsubscribe();
  const bug = errors.find((error) => !(error instanceof RequestError));
  if (bug !== undefined) throw bug as Error;
  const [refusal] = errors as readonly RequestError[];
  return { route, answers, events, refusal: refusal && `${refusal.code}: ${refusal.message.replace(/\d+/g, '#')}` };
};

const report = { digest: '0f'.repeat(32), radius: 3, excluded: [] };
const advert = (name: string) => ({ id: edgeIdOf(signedBy(name)), seq: 9 });
const want = (name: string) => ({ id: edgeIdOf(signedBy(name)), body: '0'.repeat(12) });
const to = (route: string, data: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(ROUTES.findIndex(([name]) => name === `millrace.${route}`)), data]);

const routes = binary('routes', {
  decode: answered, errors: [], short: 100, allowance: 4_096,
  kind: ({ route, answers, refusal = '', events }) => [route, answers, refusal, ...new Set(events)].join(' '),
  seeds: () => [
    to('push', encodeBulletin({ ...blank(report, 5), items: records, adverts: ['anna', 'erik'].map(advert) })),
    to('beat', encodeBulletin({ ...blank(report), since: 1, wants: ['anna', 'erik'].map(want) })),
    to('get', encodeWants(NAMES.map(want))), to('trie', encodeQuestion({ salt: new Uint8Array(16),
      probes: [{ prefix: '' }] })),
    to('verify', nodeIdBytes(signedBy('anna'))), to('peers', Uint8Array.of(5)), to('watch', new Uint8Array(0)),
  ],
});

export const ROUTE_TARGETS: readonly Target[] = [routes];
