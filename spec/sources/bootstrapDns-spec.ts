// Lookups at a real DNS server on loopback, with hours that pass in virtual time.
import { expect } from 'chai';
import { Resolver } from 'node:dns/promises';
import { firstValueFrom, lastValueFrom, Subject, take, toArray, VirtualTimeScheduler } from 'rxjs';
import type { Env } from '../../lib/env.ts';
import type { Event } from '../../lib/event.ts';
import { bootstrapDns, LOOK_UP_EVERY_MS, RETRY, type DnsQuestion } from '../../lib/sources/bootstrapDns.ts';
import { ANSWERS_MAX } from '../../lib/sources/dnsTold.ts';
import { dnsServer, type DnsServer, type Zone } from '../support/dnsServer.ts';

const NOTHING: Event = { type: 'save-started' };

describe('bootstrapDns', () => {
  let server: DnsServer | undefined;
  let zone: Zone = new Map();
  let resolver = new Resolver();
  let scheduler = new VirtualTimeScheduler();
  const env = (): Env => ({ scheduler, random: () => 0, soon: (work) => work() });

  beforeEach(async () => {
    zone = new Map();
    server = await dnsServer(zone);
    resolver = new Resolver({ timeout: 1_000, tries: 1 });
    resolver.setServers([server.address]);
    scheduler = new VirtualTimeScheduler();
  });
  afterEach(() => server?.close());

  const first = (question: DnsQuestion, count = 1): Promise<Event[]> =>
    lastValueFrom(bootstrapDns(question, env(), resolver).pipe(take(count), toArray()), { defaultValue: [] });

  /** Each event as it comes: the answers are real, the hours between them are not. */
  const watch = (question: DnsQuestion): { next: () => Promise<Event>; stop: () => void } => {
    const event$ = new Subject<Event>();
    const running = bootstrapDns(question, env(), resolver).subscribe(event$);
    return { next: () => firstValueFrom(event$, { defaultValue: NOTHING }), stop: () => running.unsubscribe() };
  };

  /** Runs the virtual clock up to its next timer, and says how far that was. */
  const nextTimer = async (): Promise<number> => {
    while (scheduler.actions.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const before = scheduler.now();
    scheduler.flush();
    return scheduler.now() - before;
  };

  it('finds the addresses of a name, of both families', async () => {
    zone.set('seed.example.org', { hosts: ['192.0.2.1', '2001:db8::1', '192.0.2.2'] });
    expect(await first({ name: 'seed.example.org', port: 7_000 })).to.deep.equal([{
      type: 'addresses-learnt', from: 'dns',
      addresses: [{ address: '192.0.2.1:7000' }, { address: '192.0.2.2:7000' }, { address: '[2001:db8::1]:7000' }],
    }]);
    expect([...(server?.asked ?? [])].sort()).to.deep.equal(['seed.example.org A', 'seed.example.org AAAA']);
  });

  it('is content with one family', async () => {
    zone.set('six.example.org', { hosts: ['2001:db8::2'] });
    expect(await first({ name: 'six.example.org', port: 1 })).to.have.nested.property('[0].addresses')
      .that.deep.equals([{ address: '[2001:db8::2]:1' }]);
  });

  it('finds the nodes of a service, the preferred ones first, without those that are decidedly not there', async () => {
    zone.set('_millrace._tcp.example.org', { services: [
      { priority: 20, weight: 0, port: 7_002, target: 'c.example.org' },
      { priority: 10, weight: 1, port: 7_001, target: 'b.example.org' },
      { priority: 10, weight: 9, port: 7_000, target: 'a.example.org' },
      { priority: 0, weight: 0, port: 7_003, target: '' },
    ] });
    expect(await first({ srv: '_millrace._tcp.example.org' })).to.deep.equal([{
      type: 'addresses-learnt', from: 'dns',
      addresses: ['a.example.org:7000', 'b.example.org:7001', 'c.example.org:7002'].map((address) => ({ address })),
    }]);
  });

  it('says which answers cannot be used, and uses the others', async () => {
    zone.set('_m._tcp.a.org', { services: [
      { priority: 1, weight: 0, port: 0, target: 'a.org' },
      { priority: 2, weight: 0, port: 1, target: 'b.org' },
    ] });
    const [learnt, missed] = await first({ srv: '_m._tcp.a.org' }, 2);
    expect(learnt).to.have.deep.property('addresses', [{ address: 'b.org:1' }]);
    expect(missed).to.have.property('error', '_m._tcp.a.org: answer [0]: address "a.org:0": port 0 cannot be dialled');
  });

  it('uses no more answers than a node can do with', async () => {
    zone.set('many.org', { hosts: Array.from({ length: 300 }, (_, at) => `10.0.${at >> 8}.${at & 255}`) });
    const [learnt, missed] = await first({ name: 'many.org', port: 1 }, 2);
    expect(learnt).to.have.property('addresses').with.lengthOf(ANSWERS_MAX);
    expect(missed).to.have.property('error', 'many.org: 300 answers, limit 256');
  });

  it('looks again every hour', async () => {
    zone.set('a.org', { hosts: ['192.0.2.1'] });
    const { next, stop } = watch({ name: 'a.org', port: 1 });
    expect(await next()).to.have.property('type', 'addresses-learnt');
    zone.set('a.org', { hosts: ['192.0.2.9'] });
    expect(await nextTimer()).to.equal(LOOK_UP_EVERY_MS);
    expect(await next()).to.have.deep.property('addresses', [{ address: '192.0.2.9:1' }]);
    stop();
  });

  it('says what failed, tries again ever more rarely, and returns to the hour once it works', async () => {
    const { next, stop } = watch({ name: 'gone.org', port: 1 });
    expect(await next()).to.deep.equal({
      type: 'addresses-missed', from: 'dns', error: 'queryA ENOTFOUND gone.org, queryAaaa ENOTFOUND gone.org',
    });
    const waits: number[] = [];
    while (waits.length < 12) {
      waits.push(await nextTimer());
      await next();
    }
    expect(waits.slice(0, 4)).to.deep.equal([5_000, 10_000, 20_000, 40_000]);
    expect(waits.at(-1)).to.equal(RETRY.maxMs);
    zone.set('gone.org', { hosts: ['192.0.2.1'] });
    await nextTimer();
    expect(await next()).to.have.property('type', 'addresses-learnt');
    zone.clear();
    expect(await nextTimer()).to.equal(LOOK_UP_EVERY_MS);
    await next();
    expect(await nextTimer()).to.equal(RETRY.minMs);
    stop();
  });

  it('lets go of a question that is under way', () => {
    bootstrapDns({ name: 'a.org', port: 1 }, env(), resolver).subscribe().unsubscribe();
    expect(scheduler.actions).to.deep.equal([]); // the hook after every test sees to the sockets
  });
});
