// A node that knows a network of any size, shown by the real HTTP server: the map is of signed records as any other,
// but nobody else is there.
import { asyncScheduler, type Subscription } from 'rxjs';
import { realEnv } from '../../lib/env.ts';
import { httpSource } from '../../lib/http/httpSource.ts';
import { RingJournal } from '../../lib/journals/ringJournal.ts';
import { agreement } from '../../lib/network/agreement.ts';
import { edgeIdOf, netOf, nodeOfKey } from '../../lib/network/ids.ts';
import { keyedHash } from '../../lib/network/keyedHash.ts';
import { learn } from '../../lib/network/learn.ts';
import { digestOf, emptyMap, sweepTimeOf, type NetworkMap } from '../../lib/network/networkMap.ts';
import { hexOf } from '../../lib/network/fields.ts';
import { signRecord } from '../../lib/network/record.ts';
import { rulesOf } from '../../lib/network/rules.ts';
import { survey, type Survey } from '../../lib/network/survey.ts';
import { sfc32 } from '../../lib/sfc32.ts';
import { statusReport } from '../../lib/status/statusReport.ts';
import type { State } from '../../lib/state.ts';
import { aState } from '../../lib/testing/aState.ts';

const NETWORK = 'crowd';
const signers = keyedHash('a crowd');
const nameOf = (at: number): string => `node-${at + 1}`;
const idOf = (at: number): string => nodeOfKey(signers.signer(nameOf(at)).publicKey);

/** Everyone has dialled so many others, drawn. */
const mapOf = (nodes: number, out: number, now: number): NetworkMap => {
  const random = sfc32(7);
  const ids = Array.from({ length: nodes }, (_, at) => idOf(at));
  let map = emptyMap(rulesOf(NETWORK), sweepTimeOf(now));
  for (let at = 0; at < nodes; at++) {
    const heads = new Set(Array.from({ length: out }, () => Math.floor(random() * nodes)));
    heads.delete(at);
    const addresses = [`10.0.${at >> 8}.${at & 255}:7000`];
    const said = { label: nameOf(at), out: [...heads].map((head) => edgeIdOf(ids[head] ?? '')), addresses };
    const record = signRecord(said, { net: netOf(NETWORK), seq: now }, signers.signer(nameOf(at)));
    map = learn(map, { type: 'record', record }).map;
  }
  return map;
};

const labelOf = ({ graph }: Survey, node: number): string => graph.versions[node]?.record.body.label ?? '';

const stateOf = (nodes: number, out: number, now: number): State => {
  const map = mapOf(nodes, out, now);
  const [me, digest] = [idOf(0), hexOf(digestOf(map))];
  const seen = survey(map, { me, sweepTime: sweepTimeOf(now) });
  const peers = (seen.graph.heads[seen.me ?? 0] ?? []).map((head, at) =>
    [`out-${at + 1}`, { node: seen.graph.ids[head] ?? '', label: labelOf(seen, head), rttMs: 5 + at }] as const);
  const self = { node: me, label: nameOf(0), network: NETWORK, startedAt: now };
  const state = aState({ now, self, peers: Object.fromEntries(peers) });
  const reports = () => ({ digest, radius: 200, excluded: [] });
  const agreed = agreement(undefined, { survey: seen, digest, reports, withheld: [], now });
  return { ...state, network: { ...state.network, map, digest, survey: seen, agreement: agreed } };
};

/** @returns where it is shown; unsubscribing ends it */
export const crowd = (nodes: number, out: number): Promise<{ readonly http: string; readonly running: Subscription }> =>
  new Promise((resolve, reject) => {
    const now = asyncScheduler.now();
    const state = stateOf(nodes, out, now);
    const report = () => statusReport(state, realEnv.scheduler.now(), { rssBytes: 1, eventLoopDelayMsP99: 0 });
    const view = { state: () => state, report, journal: new RingJournal() };
    const opened = (http: string): void => resolve({ http, running });
    const where = { address: '127.0.0.1:0', isExposed: false, toListen: 1 };
    const options = { ...where, view, dashboard: 'dist/dashboard', opened };
    const running = httpSource(options, realEnv).subscribe({ error: reject });
  });
