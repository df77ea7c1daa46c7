// What is sent to whoever helps: useful, and without a trace of who and where.
import { expect } from 'chai';
import fc from 'fast-check';
import { readItem } from '../../../lib/recording/redactItem.ts';
import { bundle } from '../../../lib/bin/support/bundle.ts';
import type { SupportView } from '../../../lib/control/answers.ts';
import { hostOf } from '../../../lib/address.ts';
import { defaultConfig } from '../../../lib/config/defaultConfig.ts';
import { entryJson, type EntryJson } from '../../../lib/status/entryJson.ts';
import { networkView, type NetworkView } from '../../../lib/status/networkView.ts';
import { peersReport } from '../../../lib/status/peersReport.ts';
import { statusReport, type Report } from '../../../lib/status/statusReport.ts';
import { Town } from '../../support/town.ts';

const MACHINE = { versions: { millrace: '0.1.0', node: '20.20.2' }, platform: { platform: 'linux', arch: 'x64' } };
const SECRET = new Uint8Array(32).fill(7);

const LABELS = ['zanzibar-east', 'Quetzal 7', 'wurlitzer\u00fc', 'Übermut <tag>'];
const HOSTS = ['203.0.113.7', '198.51.100.23', '2001:db8:77::9', 'gateway.intra.corp-of-ours.test',
  '10.77.88.99'];

/** Everything that a node comes to know of others: who, where, what they call themselves, and what went wrong there. */
const view = (): SupportView => {
  const town = new Town();
  const network = 'the-secret-network';
  const others = [`[${HOSTS[2] ?? ''}]:7000`, `${HOSTS[3] ?? ''}:7000`, `${HOSTS[4] ?? ''}:7000`];
  const a = town.house('a', { label: LABELS[0] ?? '', network }, HOSTS[0]);
  const b = town.house('b', { label: LABELS[1] ?? '', network, peers: [a.address, ...others] }, HOSTS[1]);
  const c = town.house('c', { label: LABELS[2] ?? '', network, peers: [a.address, b.address] }, '203.0.114.1');
  town.advance(20_000);
  const reason = `${LABELS[3] ?? ''} at ${HOSTS[0] ?? ''}:7000 (${b.net.id}) floods from /home/zacharias/node`;
  b.net.order({ type: 'ban', subject: HOSTS[4] ?? '', forMs: 60_000, reason });
  b.net.order({ type: 'ban', subject: c.net.id, forMs: 60_000, reason: 'x' });
  town.advance(1_000);
  const now = town.env.scheduler.now();
  const made = {
    status: statusReport(b.net.state, now, { rssBytes: 1, eventLoopDelayMsP99: 1 }),
    peers: peersReport(b.net.state, now), network: networkView(b.net.state, now),
    journal: b.net.journal.all().map(entryJson),
    config: {
      ...defaultConfig(), label: LABELS[1] ?? '', data: '/home/zacharias/node', peers: [`${a.net.id}@${a.address}`],
      dns: [{ srv: '_millrace._tcp.corp-of-ours.test' }], policies: ['/home/zacharias/policy.js'],
    },
  };
  [a, b, c].forEach(({ running }) => running.unsubscribe());
  return made;
};

interface Unpacked {
  readonly all: string;
  readonly status: Report;
  readonly network: NetworkView;
  readonly journal: readonly EntryJson[];
}

const unpacked = (given: SupportView, secret = SECRET): Unpacked => {
  const files = bundle(given, MACHINE, secret);
  const texts = new Map(files.map(({ name, bytes }) => [name.split('/')[1] ?? '', new TextDecoder().decode(bytes)]));
  const json = (name: string): unknown => JSON.parse(texts.get(name) ?? '');
  return {
    all: [...texts.values()].join('\n'), status: json('status.json') as Report,
    network: json('network.json') as NetworkView,
    journal: (texts.get('journal.ndjson') ?? '').split('\n').filter(Boolean)
      .map((line) => JSON.parse(line) as EntryJson),
  };
};

/** What tells of somebody: ids, in full and as displays show them, hosts, labels in parts, keys, records. */
const tellTale = ({ status, network, journal }: SupportView): readonly string[] => {
  const records = journal.flatMap((entry) =>
    [entry['record'], entry['items'] ?? []].flat().filter((one) => typeof one === 'string'));
  const keys = records.flatMap((text) => {
    const item = readItem(text);
    return item?.type === 'record' ? [Buffer.from(item.record.body.publicKey).toString('hex')] : [];
  });
  const ids = [status.node.id, ...network.nodes.map(({ id }) => id), ...network.gone.map(({ id }) => id)];
  return [
    ...ids, ...ids.map((id) => id.slice(0, 8)), ...records, ...keys, ...HOSTS,
    ...network.nodes.flatMap(({ addresses }) => addresses.map(hostOf)),
    ...LABELS, 'zanzibar', 'Quetzal', 'wurlitzer', 'bermut', 'zacharias', 'corp-of-ours', 'gateway.intra',
    'secret-network', status.node.boot,
  ];
};

describe('a bundle for support', () => {
  const given = view();
  const { all, status, network, journal } = unpacked(given);

  it('holds no id, address, label, key, file or name of what it is made of', () => {
    const names = tellTale(given);
    expect(names.length).to.be.above(30);
    expect(JSON.stringify(given)).to.include('Quetzal').and.to.include(HOSTS[2]); // the test looks for what is there
    const hay = `${all}\n${Buffer.from(all).toString('latin1')}`;
    expect(names.filter((name) => hay.includes(name))).to.deep.equal([]);
    const bytes = journal.flatMap((entry) => [entry['record'], entry['items'] ?? []].flat())
      .map((text) => Buffer.from(String(text), 'base64url').toString('latin1')).join('\n');
    expect(names.filter((name) => bytes.includes(name))).to.deep.equal([]);
  });

  it('calls the same by the same name in all of its files, and by another in another bundle', () => {
    const me = status.node.id;
    expect(network.nodes.map(({ id }) => id)).to.include(me);
    expect(network.nodes.find(({ id }) => id === me)?.label).to.equal(status.node.label);
    expect(network.edges.flatMap(({ tail, head }) => [tail, head])).to.include(me);
    for (const { id } of status.outgoing) expect(network.nodes.map((node) => node.id)).to.include(id);
    expect(unpacked(given, new Uint8Array(32).fill(8)).status.node.id).to.not.equal(me);
  });

  it('keeps what tells what is wrong: times, counts, verdicts, reasons, and who decided', () => {
    expect(status).to.have.property('closed').that.deep.equals(given.status.closed);
    expect([status.node.lifecycle, status.node.version, status.node.startedAt])
      .to.deep.equal([given.status.node.lifecycle, given.status.node.version, given.status.node.startedAt]);
    expect(network.nodes.map(({ verdict }) => verdict).sort())
      .to.deep.equal(given.network.nodes.map(({ verdict }) => verdict).sort());
    const outline = (entries: readonly EntryJson[]): readonly unknown[] =>
      entries.map(({ id, at, kind, by, cause, type, peer }) => [id, at, kind, by, cause, type, peer]);
    expect(outline(journal)).to.deep.equal(outline(given.journal));
    expect(all).to.include('"redial"').and.to.include('"transport": "tls"');
  });

  it('says in it what is in it', () =>
    expect(all).to.match(/status\.json +the status report/).and.match(/replaced by\s+pseudonyms/));

  it('lets no label through, whatever it is', () =>
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 6, maxLength: 40 }), (label) => {
      fc.pre(/[\p{L}\p{N}]{5}/u.test(label) && !JSON.stringify(given).includes(label));
      const [first] = given.peers;
      if (first === undefined) throw new Error('there is no connection');
      const peers = [{ ...first, label }];
      expect(unpacked({ ...given, peers, journal: [] }).all.includes(label)).to.equal(false);
    }), { numRuns: 25 }));
});
