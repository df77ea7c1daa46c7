// Redaction, tested as what it is: nobody must be found in what is left, and it must still be of use.
import { expect } from 'chai';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatAddress, parseAddress } from '../../lib/address.ts';
import { base32 } from '../../lib/nodeId.ts';
import { ban } from '../../lib/command.ts';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import type { Event, EventOf } from '../../lib/event.ts';
import { groupOf } from '../../lib/group.ts';
import { isLocal, isLoopback } from '../../lib/ranges.ts';
import { LogError } from '../../lib/recording/logError.ts';
import type { LogHeader, LogLine } from '../../lib/recording/logLine.ts';
import { unpacking } from '../../lib/recording/pack.ts';
import { readLog } from '../../lib/recording/readLog.ts';
import { readItem } from '../../lib/recording/redactItem.ts';
import { redactLog } from '../../lib/recording/redactLog.ts';
import { replay } from '../../lib/recording/replay.ts';
import { VOCABULARY } from '../../lib/recording/vocabulary.ts';
import { Lines } from '../support/lines.ts';
import { Town } from '../support/town.ts';

const secret = new Uint8Array(32).fill(7);

const header = {
  millrace: 1,
  at: 0,
  self: { node: 'a'.repeat(32), boot: 'b'.repeat(16), network: 'millrace', label: '', version: '0.1.0', startedAt: 0,
    secure: true, bookKey: 'the secret of a book' },
  sources: ['node'], effects: ['peers'], reducers: [], policies: ['redial'], guards: [],
  habits: { numbers: { outgoing: 8 }, modules: [] },
} satisfies LogHeader;

const written = (...lines: readonly (LogHeader | LogLine)[]): readonly string[] => {
  const log = new Lines();
  lines.forEach(log.write);
  return log.lines;
};

const redacted = (texts: readonly string[], by: Uint8Array = secret, keepOrder = false): readonly string[] =>
  [...redactLog(() => texts, { secret: by, keepOrder })];

const eventIn = (text: string | undefined): Event => {
  const [, , , event] = unpacking(header)(text ?? '', 2) as ['o', number, string, Event];
  return event;
};
const afterwards = (event: Event): Event => eventIn(redacted(written(header, ['o', 1, 'peers', event]))[1]);

/** The host that stands for a host. */
const standIn = (host: string): string => {
  const event = afterwards({ type: 'listening-started', address: formatAddress({ host, port: 7000 }) });
  return parseAddress((event as { address: string }).address).host;
};

const nodeId = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(base32);
const byte = fc.integer({ min: 1, max: 254 });
const v4 = fc.tuple(byte, byte, byte, byte).map((octets) => octets.join('.'));
const v6 = fc.array(fc.integer({ min: 1, max: 65_535 }), { minLength: 8, maxLength: 8 })
  .map((words) => parseAddress(`[${words.map((word) => word.toString(16)).join(':')}]:1`).host)
  .filter((host) => isIP(host) === 6);
/** Of six letters at least, and no word of ours: what is shorter stands by chance in any text. */
const word = fc.stringMatching(/^[bcdfghjklmnpqrstvwxz]{6,12}$/);
const domain = fc.tuple(word, word, fc.constantFrom('org', 'net')).map((parts) => parts.join('.'));
const label = fc.oneof(word, fc.tuple(word, word).map((words) => words.join(' ')), word.map((text) => `${text}é-7`));
const host = fc.oneof(v4, v6, domain);

const somebody = fc.record({ id: nodeId, host, label, port: fc.integer({ min: 1, max: 65_535 }), free: word });

describe('a redacted recording', () => {
  it('holds no id, host, label or free word of the true one, wherever they stood', () => {
    const some = fc.uniqueArray(somebody, { minLength: 1, maxLength: 4, selector: ({ id }) => id });
    fc.assert(fc.property(some, (people) => {
      const lines = people.flatMap(({ id, host: name, label: called, port, free }): LogLine[] => {
        const address = formatAddress({ host: name, port });
        const full = `${id}@${address}`;
        const hello = { version: 1, network: free, id, boot: 'c'.repeat(16), label: called, addresses: [address],
          capabilities: [free], nonce: 'n'.repeat(43), [free]: { [free]: free } };
        return [
          ['o', 1, 'peers', { type: 'peer-greeted', peer: 'in-1', hello }],
          ['o', 2, 'peers', { type: 'addresses-learnt', from: 'in-1', addresses: [{ address: full, aliveAt: 1 }] }],
          ['o', 3, 'peers', { type: 'peer-closed', peer: 'in-1', direction: 'in', address, node: id, phase: 'alive',
            reason: 'reset', endedBy: 'network', detail: `read ECONNRESET ${address} (${called}), ${id}: ${free}` }],
          ['o', 4, 'node', { type: 'command-requested', request: { type: 'drop', subject: id.slice(0, 9) } }],
          ['o', 5, 'node', { type: 'command-requested',
            request: { type: 'ban', subject: name, forMs: 1, reason: free } }],
          ['o', 6, 'node', { type: 'book-saved', file: `/home/${free}/.millrace/${free}.json` }],
          ['o', 7, 'node', { type: 'stop-requested', reason: `${free}@${name} said "${called}" at [${name}]:${port}` }],
          ['c', 8, 'redial', 7, ban(name, { forMs: 1, reason: `${called}: ${full} ${free}/${free}` })],
        ];
      });
      const text = redacted(written(header, ...lines)).join('\n').toLowerCase();
      for (const { id, host: name, label: called, free } of people) {
        const parts = called.split(/[ -]/).filter((part) => part.length > 5);
        for (const secretText of [id, id.slice(0, 9), name, called, free, ...parts]) {
          expect(text.includes(secretText.toLowerCase()), `${secretText} in ${text}`).to.equal(false);
        }
      }
    }), { numRuns: 100 });
  });

  it('keeps a host within or without the same walls, and in one group with the same others', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.oneof(v4, v6), { minLength: 2, maxLength: 12 }), (hosts) => {
      const addresses = hosts.map((one) => ({ address: formatAddress({ host: one, port: 1 }) }));
      const told: Event = { type: 'addresses-learnt', from: 'dns', addresses };
      const [, line] = redacted(written(header, ['o', 1, 'peers', told]));
      const learnt = eventIn(line) as EventOf<'addresses-learnt'>;
      const others = learnt.addresses.map(({ address }) => parseAddress(address).host);
      expect(new Set(others).size).to.equal(hosts.length);
      const groups = (names: readonly string[]): readonly (string | undefined)[] =>
        names.map((one) => groupOf(formatAddress({ host: one, port: 1 })));
      const [before, after] = [groups(hosts), groups(others)];
      hosts.forEach((one, at) => {
        expect(isIP(others[at] ?? '')).to.equal(isIP(one));
        const walls = (name = ''): readonly boolean[] => [isLoopback(name), isLocal(name)];
        expect(walls(others[at])).to.deep.equal(walls(one));
        before.forEach((group, other) =>
          expect(after[at] === after[other], `${one} ${hosts[other] ?? ''}`).to.equal(before[at] === group));
      });
    }), { numRuns: 150 });
  });

  it('keeps what says nothing, and nothing else: loopback hosts are others too', () => {
    for (const one of ['0.0.0.0', '::', '::1', 'localhost']) expect(standIn(one)).to.equal(one);
    expect(standIn('127.0.0.1')).to.match(/^127\./).and.not.equal('127.0.0.1');
    expect(standIn('192.168.1.7')).to.match(/^192\.168\./).and.not.equal('192.168.1.7');
    expect(standIn('8.8.8.8')).to.match(/^2[45]\d\./);
    expect(standIn('2600::1')).to.match(/^3fff:/);
    expect(standIn('fe80::1%eth0')).to.match(/^fe80::/).and.not.include('eth0');
    expect(standIn('node.corp.org')).to.match(/^[0-9a-f]{12}\.example$/);
  });

  it('has the same name for the same one everywhere, and another one with another secret', () => {
    const lines = written(header, ...[1, 2].map((at): LogLine =>
      ['o', at, 'node', { type: 'stop-requested', reason: `Bob at 10.1.2.3:7000 and ${'q'.repeat(32)}` }]));
    const [, one, two] = redacted(lines);
    expect(eventIn(one)).to.deep.equal(eventIn(two));
    expect(redacted(lines, new Uint8Array(32).fill(8))[1]).to.not.equal(one);
  });

  it('keeps the words of Millrace and of the system, numbers, times and connections', () => {
    const reason = 'full: 3 connections, out-3 timed-out after 15000 ms (ECONNRESET) until 2026-01-01T00:00:00.000Z';
    expect(afterwards({ type: 'stop-requested', reason })).to.deep.equal({ type: 'stop-requested', reason });
  });

  it('does not take a recording for one when it is none', () => {
    expect(() => redacted(['{}'])).to.throw(LogError, 'not the beginning of a recording');
  });
});

describe('a redacted recording of whole nodes', () => {
  const recorded = (): { readonly lines: readonly string[]; readonly ids: readonly string[] } => {
    const town = new Town({ latencyMs: 10 });
    const log = new Lines();
    const a = town.house('a', { label: 'north-sea', network: 'atlantis', recording: { log, habits: { modules: [] } } });
    const b = town.house('b', { label: 'baltic', network: 'atlantis', peers: [a.address] }, '198.51.100.7');
    const c = town.house('c', { label: 'caspian', network: 'lemuria', peers: [a.address] }, '203.0.113.9');
    const d = town.house('d', { network: 'atlantis', peers: [a.address] });
    town.advance(10_000);
    town.network.crash('198.51.100.7');
    b.running.unsubscribe();
    town.advance(40_000);
    a.net.order({ type: 'ban', subject: d.net.id.slice(0, 10), forMs: 60_000, reason: 'floods atlantis' });
    a.net.order({ type: 'dial', address: '203.0.113.77:7000' });
    town.advance(60_000);
    a.net.stop('evening');
    town.advance(5_000);
    for (const house of [a, c, d]) house.running.unsubscribe();
    return { lines: log.lines, ids: [a, b, c, d].map(({ net }) => net.id) };
  };

  /** The signed items in a recording, and what they say, readable. */
  const itemsIn = (lines: readonly string[]): ReadonlyMap<string, string> => {
    const field = /"(?:record|attestation)":"([^"]+)"|"items":\[([^\]]+)\]/g;
    const texts = lines.flatMap((line) => [...line.matchAll(field)])
      .flatMap(([, one, many = '']) => one ?? many.split(',').map((text) => text.slice(1, -1)));
    return new Map(texts.map((text) => {
      const item = readItem(text);
      const body = item?.type === 'record' ? item.record.body : undefined;
      const key = body === undefined ? '' : Buffer.from(body.publicKey).toString('hex');
      return [text, JSON.stringify({ item, key })];
    }));
  };

  it('replays to the same commands, and tells of nobody', () => {
    const { lines: truth, ids } = recorded();
    const lines = redacted(truth);
    const result = replay(readLog(lines), { policies: (env) => defaultPolicies({}, env), guards: defaultGuards() });
    expect(result.firstDifference, JSON.stringify(result.firstDifference)).to.equal(undefined);
    expect(result.commands).to.equal(truth.filter((line) => line.startsWith('["c"')).length).and.to.be.greaterThan(30);
    const names = [
      ...ids, ...ids.map((id) => id.slice(0, 16)), 'north-sea', 'baltic', 'caspian', 'atlantis', 'lemuria', 'floods',
      'evening', '198.51.100.7', '203.0.113', '10.0.0.',
    ];
    const [before, after] = [itemsIn(truth), itemsIn(lines)];
    const whole = (texts: readonly string[], items: ReadonlyMap<string, string>): string =>
      [...texts, ...items.values()].join('\n');
    expect(names.filter((name) => whole(truth, before).includes(name))).to.deep.equal(names);
    expect(names.filter((name) => whole(lines, after).includes(name))).to.deep.equal([]);
    expect([...before.keys()].filter((text) => after.has(text))).to.deep.equal([]);
    const keys = [...before.values()].flatMap((text) => /"key":"([0-9a-f]{64})"/.exec(text)?.[1] ?? []);
    expect(keys.length).to.be.greaterThan(2);
    expect(keys.filter((key) => whole(lines, after).includes(key))).to.deep.equal([]);
    expect(after.size).to.equal(before.size);
  });

  it('leaves out what was left of a line that was cut off', () => {
    const truth = recorded().lines.join('\n');
    const cut = truth.slice(0, truth.length >> 1).split('\n');
    expect(redacted(cut)).to.have.length(cut.length - 1);
  });
});

describe('the words that stay in a redacted recording', () => {
  it('are all that guards, policies and reducers put into texts, so that it replays', () => {
    const texts = ['guards', 'reducers', 'policies'].flatMap((folder) =>
      readdirSync(join('lib', folder)).map((name) => readFileSync(join('lib', folder, name), 'utf8')));
    const code = texts.flatMap((text) => text.split('\n').filter((line) => !/^\s*(\/\/|\*|\/\*|import )/.test(line)));
    const said = code.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, inside = '']) => inside))
      .filter((inside) => inside.includes(' '))
      .map((inside) => inside.replace(/\$\{[^}]*\}/g, ' 0 '));
    const words = said.flatMap((text) => text.toLowerCase().match(/[a-z][a-z-]*/g) ?? []);
    expect(words.length).to.be.greaterThan(50);
    expect([...new Set(words)].filter((one) => !VOCABULARY.has(one)).sort()).to.deep.equal([]);
  });
});
