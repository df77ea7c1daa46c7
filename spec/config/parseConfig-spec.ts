// Configurations as people write and mistype them, and any text at all.
import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../../lib/config/configError.ts';
import { configSchema } from '../../lib/config/configSchema.ts';
import { defaultConfig } from '../../lib/config/defaultConfig.ts';
import { parseConfig } from '../../lib/config/parseConfig.ts';

const complaints = (text: string): readonly string[] => {
  try {
    parseConfig(text, 'node.yaml');
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(ConfigError);
    return (error as ConfigError).message.split('\n');
  }
};

describe('parseConfig: what it reads', () => {
  it('fills in every default of the schema', () => {
    expect(defaultConfig()).to.deep.equal({
      network: 'millrace', label: '', listen: ['127.0.0.1:0'], announce: [], peers: [], dns: [],
      mdns: 'off', data: '.millrace',
      transport: 'tls', insecure: false, http: '127.0.0.1:0', httpHosts: [], httpExpose: false, policies: [],
      outgoing: 8, incoming: 64, perAddress: 8, perGroup: { incoming: 32, outgoing: 2, narrow: 4 }, dialling: 4,
      memoryLimitMiB: 1_024,
      idleEvery: 1_000, statusEvery: 60_000, discoveryEvery: 10_000, heartbeatEvery: 15_000, deadAfter: 45_000,
      redial: { min: 1_000, max: 600_000 }, banFor: 86_400_000, report: {},
      record: { segmentMiB: 64, totalMiB: 1_024 },
    });
  });

  it('has a key for everything in the schema, each with a description, and a default wherever there is one', () => {
    const properties = configSchema['properties'] as Record<string, { description?: string; default?: unknown }>;
    const optional = ['$schema', 'peersFile'];
    expect(Object.keys(properties).filter((key) => !optional.includes(key)).sort())
      .to.deep.equal(Object.keys(defaultConfig()).sort());
    for (const [key, { description, default: value }] of Object.entries(properties)) {
      expect(description, key).to.be.a('string');
      if (!optional.includes(key)) expect(value, key).not.to.equal(undefined);
    }
  });

  it('is the schema that is published', () => {
    expect(configSchema).to.deep.equal(JSON.parse(readFileSync('schema/config.schema.json', 'utf8')));
  });

  it('takes an empty file, or one with comments alone, for an empty configuration', () => {
    for (const text of ['', '\n\n', '# nothing yet\n', '---\n', '{}']) {
      expect(parseConfig(text, 'node.yaml')).to.deep.equal(defaultConfig());
    }
  });

  it('reads YAML and the same as JSON with tabs', () => {
    const yaml = 'peers: [EXAMPLE.org:7000, "[::0:1]:7001"]\nidleEvery: 1h30m\nredial: {max: 5000}\n';
    const json = '{\n\t"$schema": "x",\n\t"peers": ["example.org:7000", "[::1]:7001"],\n\t"idleEvery": 5400000,\n' +
      '\t"redial": {"max": "5s"}\n}';
    const { $schema, ...fromJson } = parseConfig(json, 'node.json') as unknown as Record<string, unknown>;
    expect($schema).to.equal('x');
    expect(parseConfig(yaml, 'node.yaml')).to.deep.equal(fromJson);
    expect(fromJson).to.deep.include({
      peers: ['example.org:7000', '[::1]:7001'], idleEvery: 5_400_000, redial: { min: 1_000, max: 5_000 },
    });
  });

  it('reads names to look up, by host and by service', () => {
    const { dns } = parseConfig('dns:\n- {name: a.example.org, port: 7000}\n- srv: _millrace._tcp.example.org\n', 'f');
    expect(dns).to.deep.equal([{ name: 'a.example.org', port: 7000 }, { srv: '_millrace._tcp.example.org' }]);
  });

  it('resolves the paths it is given from the folder of the file, and leaves the default where the node starts', () => {
    const text = 'peersFile: seeds.json\npolicies: [a.ts, /b.ts]\nreport: {file: out/r.json}\n';
    expect(parseConfig(text, '/etc/millrace/node.yaml')).to.deep.include({
      data: '.millrace', peersFile: '/etc/millrace/seeds.json', policies: ['/etc/millrace/a.ts', '/b.ts'],
      report: { file: '/etc/millrace/out/r.json' },
    });
    expect(parseConfig('data: here', '/etc/millrace/node.yaml').data).to.equal('/etc/millrace/here');
  });
});

describe('parseConfig: what it refuses, and how it says so', () => {
  const refusals: readonly (readonly [string, readonly string[]])[] = [
    ['lable: north', ['node.yaml:1:1 lable: is not known, did you mean "label"?']],
    ['frobnicate: 1', ['node.yaml:1:1 frobnicate: is not known']],
    ['redial:\n  mim: 1s', ['node.yaml:2:3 redial.mim: is not known, did you mean "min"?']],
    ['outgoing: eight', ['node.yaml:1:11 outgoing: must be a whole number, is "eight"']],
    ['outgoing: 0', ['node.yaml:1:11 outgoing: is 0, must be at least 1']],
    ['incoming: 100000', ['node.yaml:1:11 incoming: is 100000, must be at most 10000']],
    ['transport: tsl', ['node.yaml:1:12 transport: must be tls or tcp, is "tsl", did you mean "tls"?']],
    ['network: ""', ['node.yaml:1:10 network: must not be empty']],
    ['insecure: no', ['node.yaml:1:11 insecure: must be true or false, is "no"']],
    ['peers: localhost:1', ['node.yaml:1:8 peers: must be a list, is "localhost:1"']],
    ['peers:\n- localhost:1\n- localhost',
      ['node.yaml:3:3 peers[1]: address "localhost": not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT']],
    ['peers: ["a:0"]', ['node.yaml:1:9 peers[0]: address "a:0": port 0 cannot be dialled']],
    ['listen: [a:70000]', ['node.yaml:1:10 listen[0]: address "a:70000": port 70000, limit 65535']],
    ['http: on', ['node.yaml:1:7 http: address "on": not HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT']],
    ['idleEvery: fast', ['node.yaml:1:12 idleEvery: duration "fast": not like 250ms, 90s, 10m, 1h30m or 2d']],
    ['idleEvery: 10', ['node.yaml:1:12 idleEvery: is 10ms, must be at least 100ms; a number is milliseconds, ' +
      'write 10s for seconds']],
    ['statusEvery: 30d', ['node.yaml:1:14 statusEvery: is 30d, must be at most 24d20h31m23s647ms']],
    ['deadAfter: [1]',
      ['node.yaml:1:12 deadAfter: must be a duration like 10s, or a whole number of milliseconds, is a list']],
    ['dns: [{name: a.org}]', ['node.yaml:1:7 dns[0]: must have either name and port, or srv']],
    ['dns: [{name: a.org, port: 1, srv: b.org}]', ['node.yaml:1:7 dns[0]: must have either name and port, or srv']],
    ['dns: [{srv: "a b"}]', ['node.yaml:1:13 dns[0].srv: "a b" is not a domain name']],
    ['mdns: yes', ['node.yaml:1:7 mdns: "yes" is not on, off or the IPv4 address of an interface']],
    ['label: a\nlabel: b', ['node.yaml:2:1 label: is given twice']],
    ['{"label": "a",\n "label": "b"}', ['node.yaml:2:2 label: is given twice']],
    ['- a', ['node.yaml:1:1 must be a map, is a list']],
    ['just words', ['node.yaml:1:1 must be a map, is "just words"']],
    ['__proto__: {insecure: true}', ['node.yaml:1:1 __proto__: is not known']],
    ['label: x\npeers: [a:1, b:', ['node.yaml:2:16 Flow sequence in block collection must be sufficiently indented ' +
      'and end with a ]']],
    ['announce: [node.example.org:7000]', ['node.yaml:1:12 announce[0]: announce[0] is node.example.org:7000, ' +
      'must be an IP address and port that others can dial']],
    ['announce: ["203.0.113.9:7000", "203.0.113.9:0"]', ['node.yaml:1:32 announce[1]: announce[1] is 203.0.113.9:0, ' +
      'must be an IP address and port that others can dial']],
    ['announce: ["[::]:7000"]', ['node.yaml:1:12 announce[0]: announce[0] is [::]:7000, ' +
      'must be an IP address and port that others can dial']],
    ['listen: []\nannounce: ["203.0.113.9:7000"]', ['node.yaml:2:11 announce: announce is 203.0.113.9:7000, ' +
      'but listen is empty: nobody would be there']],
    ['deadAfter: 20s',
      ['node.yaml:1:12 deadAfter: deadAfter is 20s, must be at least 2 x heartbeatEvery, which is 15s']],
    ['heartbeatEvery: 1m',
      ['node.yaml:1:17 heartbeatEvery: deadAfter is 45s, must be at least 2 x heartbeatEvery, which is 1m']],
    ['incoming: 2000\nhttp: "off"', ['node.yaml:1:11 incoming: memoryLimitMiB is 1024, must be at least what ' +
      'the limits add up to, 1600 MiB: process 96, connections 1260 (2016 x 640 KiB), handshakes 4 (64 x 64 KiB), ' +
      'unfinished messages 16, unsent answers 32, map 128 (16384 x 8 KiB), journal 32, caches 32']],
    ['redial: {min: 10s, max: 5s}',
      ['node.yaml:1:15 redial.min: redial.min is 10s, must be at most redial.max, which is 5s']],
  ];
  for (const [text, expected] of refusals) {
    it(`says about ${JSON.stringify(text.slice(0, 60))}: ${expected[0]?.split(' ').slice(1).join(' ') ?? ''}`, () => {
      expect(complaints(text)).to.deep.equal(expected);
    });
  }

  it('names every problem, one a line, in the order of the file', () => {
    expect(complaints('outgoing: -1\nlisen: []\npeers: [x, y:1, "z:"]\nbanFor: 0\n').map((line) => line.split(': ')[0]))
      .to.deep.equal(['node.yaml:1:11 outgoing', 'node.yaml:2:1 lisen', 'node.yaml:3:9 peers[0]',
        'node.yaml:3:17 peers[2]', 'node.yaml:4:9 banFor']);
  });

  it('shows fifty problems at most, and counts the others', () => {
    const lines = complaints(Array.from({ length: 60 }, (_, at) => `nothing${at}: 1`).join('\n'));
    expect([lines.length, lines.at(-1)]).to.deep.equal([51, 'and 10 more']);
  });

  it('reads the addresses to announce as it reads the others', () => {
    expect(complaints('announce: [""]')[0]).to.match(/^node.yaml:1:12 announce\[0\]: address "": not HOST:PORT/);
    expect(complaints('announce: ["192.0.2.7"]')[0]).to.contain('announce[0]');
  });

  it('keeps 256 problems at most, and counts them all', () => {
    const list = `peers: [${'1,'.repeat(999)}1]`;
    const said = complaints(list);
    expect([said.length, said.at(-1)]).to.deep.equal([51, 'and 950 more']);
    try {
      parseConfig(list, 'node.yaml');
    } catch (error) {
      expect((error as ConfigError).problems).to.have.lengthOf(256);
    }
  });

  it('keeps plain TCP on loopback unless told that it is meant', () => {
    const open = 'transport: tcp\nlisten: [127.0.0.1:0, 10.0.0.1:7000]\n';
    expect(complaints(open)).to.have.lengthOf(1);
    expect(complaints(open)[0]).to.match(/^node.yaml:2:23 listen\[1\]: listen\[1\] is 10.0.0.1:7000, .*transport tcp/);
    expect(complaints(`${open}insecure: true`)).to.deep.equal([]);
    expect(complaints('transport: tcp')).to.deep.equal([]);
  });

  it('refuses a text that is too long, nested too deeply or full of aliases, and lives', () => {
    expect(complaints(`label: ${'x'.repeat(70_000)}`)[0]).to.include('is 70007 bytes, limit 65536');
    for (const deep of ['[', '{"a":', '- ', '? ', 'a: [{']) {
      expect(complaints(deep.repeat(10_000))[0], deep).to.include('nested too deeply, limit 32');
    }
    const bomb = `a: &a [x]\n${Array.from('bcdefghi').map((key, at) => {
      const below = 'abcdefgh'.charAt(at);
      return `${key}: &${key} [${Array.from({ length: 9 }, () => `*${below}`).join(',')}]`;
    }).join('\n')}`;
    expect(complaints(bomb)[0]).to.include('alias');
  });
});

describe('parseConfig: whatever it is given', () => {
  const word = fc.constantFrom('peers', 'listen', 'redial', 'dns', 'label', 'http', ': ', '- ', '[', ']', '{', '}', ',',
    '\n', '  ', '"', "'", '&a', '*a', '!!', '#', '10s', '127.0.0.1:0', '|', '>', '?', '%', '\t', '---', '<<',
    'null', '.nan');

  it('throws nothing but a ConfigError', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word, { maxLength: 40 }).map((words) => words.join('')),
      fc.json(),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    );
    fc.assert(fc.property(text, (it) => { complaints(it); }), { numRuns: 500 });
  });

  it('throws nothing but a ConfigError for known keys with any values', () => {
    const keys = Object.keys(configSchema['properties'] as object);
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()), (raw) => {
      complaints(JSON.stringify(raw));
    }), { numRuns: 300 });
  });
});
