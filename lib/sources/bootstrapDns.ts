// Addresses to begin with out of DNS: the A and AAAA records of a name, or the SRV records of a service (RFC 2782).
import { Resolver } from 'node:dns/promises';
import { catchError, defer, finalize, from, map, mergeMap, of, repeat, timer, type Observable } from 'rxjs';
import { formatAddress } from '../address.ts';
import { backOffMs } from '../backOff.ts';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Event } from '../event.ts';
import type { Source } from '../source.ts';
import { missed } from '../store/learnt.ts';
import { dnsTold } from './dnsTold.ts';

export type DnsQuestion = { readonly name: string; readonly port: number } | { readonly srv: string };

/** Seeds come and go over days. */
export const LOOK_UP_EVERY_MS = 3_600_000;
/** After a failure: soon, since a node without addresses is of no use, and never more rarely than without one. */
export const RETRY = { minMs: 5_000, maxMs: LOOK_UP_EVERY_MS };
/** Two tries of 2 s: a resolver that needs longer is not there. */
const ANSWER_MS_MAX = 2_000;
const TRIES = 2;

/**
 * Looks the name up at once and every hour again, or after a back-off when it failed: then there is an
 * `addresses-missed` that says what was asked and the system's own code. Never completes.
 *
 * @param resolver is used by this source alone: unsubscribing cancels whatever it has under way
 * @example bootstrapDns({ srv: '_millrace._tcp.example.org' }, realEnv)
 */
export const bootstrapDns = (question: DnsQuestion, env: Env, resolver: Resolver = newResolver()): Source =>
  defer(() => {
    let failures = 0;
    return defer(() => from('srv' in question ? byService(question.srv, resolver) : byHost(question, resolver))).pipe(
      map((answers): readonly Event[] => {
        failures = 0;
        return dnsTold(nameOf(question), answers);
      }),
      catchError((error: unknown): Observable<readonly Event[]> => {
        failures++;
        return of([missed('dns', [messageOf(error)])]);
      }),
      mergeMap((events) => events),
      // without a count: a node looks names up for as long as it runs
      repeat({ delay: () => timer(waitMs(failures, env.random), env.scheduler) }),
      finalize(() => resolver.cancel()),
    );
  });

const waitMs = (failures: number, random: () => number): number =>
  failures === 0 ? LOOK_UP_EVERY_MS : backOffMs(RETRY, failures, random);

const newResolver = (): Resolver => new Resolver({ timeout: ANSWER_MS_MAX, tries: TRIES });

const nameOf = (question: DnsQuestion): string => ('srv' in question ? question.srv : question.name);

/** One family without records is normal; only when neither has any is something wrong. */
const byHost = async (
  { name, port }: { readonly name: string; readonly port: number },
  resolver: Resolver,
): Promise<readonly string[]> => {
  const families = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const hosts = families.flatMap((family) => (family.status === 'fulfilled' ? family.value : []));
  if (hosts.length > 0) return hosts.map((host) => formatAddress({ host, port }));
  const errors = families.flatMap((family) => (family.status === 'rejected' ? [messageOf(family.reason)] : []));
  throw new Error(errors.length > 0 ? errors.join(', ') : `${name} has no address`);
};

/** By priority, then by weight: all of them are told, so no more need be left to chance. */
const byService = async (name: string, resolver: Resolver): Promise<readonly string[]> => {
  const records = await resolver.resolveSrv(name);
  return records
    .filter((record) => record.name !== '' && record.name !== '.') // RFC 2782: decidedly not available here
    .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
    .map((record) => `${record.name}:${record.port}`);
};
