// What two nodes tell each other first: what is written can be read, and what cannot be read ends the connection.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Hello } from '../../lib/hello.ts';
import { jsonBytes, JsonError } from '../../lib/json.ts';
import { isBoundTo, nonceOf } from '../../lib/peers/nonce.ts';
import { readHello } from '../../lib/peers/readHello.ts';
import { writeHello } from '../../lib/peers/writeHello.ts';
import { aSelf, aState, nodeIdFrom } from '../../lib/testing/index.ts';
import type { Channel } from '../../lib/transport.ts';
import { FRAME_BYTES_BEFORE_HELLO } from '../../lib/wire/limits.ts';
import { saidIn } from '../support/rawEnd.ts';
import { helloOf, IDENTITY, Rig } from '../support/rig.ts';
import { schemaCheck } from '../support/schemaCheck.ts';

const channel = (identity = IDENTITY): Channel => ({ identity }) as unknown as Channel;
const plain = {} as unknown as Channel;
const OTHER = { ...IDENTITY, binding: new Uint8Array(32).fill(8) };

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const withField = (field: string, value: unknown): Uint8Array => jsonBytes({ ...helloOf(), [field]: value });

const failureOf = (bytes: Uint8Array): string => {
  try {
    readHello(bytes);
  } catch (error) {
    return error instanceof JsonError ? error.message : `not a JsonError: ${String(error)}`;
  }
  return 'none';
};

describe('a hello', () => {
  const boot = 'bootofself';

  it('is read as it was written, and fits what is published', () => {
    const fits = schemaCheck('hello');
    const state = aState({ self: { boot, label: 'mill' }, listening: ['10.0.0.1:7000', '[::1]:7000'] });
    const written = writeHello(state, channel(), 1_234);
    const { capabilities } = readHello(written); // of this version: whatever they are
    const hello: Hello = {
      version: 1, network: 'test', id: state.self.node, boot, label: 'mill', addresses: ['10.0.0.1:7000', '[::1]:7000'],
      capabilities, clock: 1_234, ...nonceOf(channel()),
    };
    expect(readHello(written)).to.deep.equal(hello);
    expect(fits(JSON.parse(Buffer.from(written).toString()))).to.deep.equal([]);
    const { label: _label, nonce: _nonce, ...rest } = hello;
    expect(readHello(writeHello({ ...state, self: { ...state.self, label: '' } }, plain, 1_234))).to.deep.equal(rest);
  });

  it('tells where the node is reached instead of where it listens, when it has been told', () => {
    const state = aState({ self: { boot, announce: ['203.0.113.9:7000'] }, listening: ['10.0.0.1:7000'] });
    expect(readHello(writeHello(state, plain, 0)).addresses).to.deep.equal(['203.0.113.9:7000']);
  });

  it('can be read by everybody, whatever the node is called and wherever it listens', () => {
    const fits = schemaCheck('hello');
    const address = fc.ipV4().map((host) => `${host}:7000`);
    const state = aState();
    const letter = fc.constantFrom('a', '\u00e9', '\u202e', '\u{1f600}', '\n', '"');
    const name = fc.string({ unit: letter, maxLength: 200 });
    fc.assert(fc.property(name, fc.array(address, { maxLength: 20 }), (label, at) => {
      const written = writeHello({ ...state, self: aSelf({ boot, label }), listening: at }, channel(), 0);
      expect(readHello(written).addresses).to.deep.equal(at.slice(0, 8));
      expect(fits(JSON.parse(Buffer.from(written).toString()))).to.deep.equal([]);
      expect(written.length).to.be.below(FRAME_BYTES_BEFORE_HELLO);
    }), { numRuns: 50 });
  });

  it('is bound to its channel, where it says so and the channel can tell', () => {
    const own = helloOf(nonceOf(channel()));
    expect(isBoundTo(own, channel())).to.equal(true);
    expect(isBoundTo(own, channel(OTHER))).to.equal(false);
    expect(isBoundTo(own, plain)).to.equal(true);
    expect(isBoundTo(helloOf({ nonce: '' }), channel())).to.equal(false);
    expect(isBoundTo(helloOf(), channel())).to.equal(true);
  });

  it('keeps what is known in its canonical form, and nothing else', () => {
    const told = {
      ...helloOf(), label: 'a\u202eb\n', capabilities: ['\u001b[2J'], secret: 'x'.repeat(2_000), __proto__x: 1,
      addresses: [`${nodeIdFrom('x')}@EXAMPLE.org:7000`, '[0:0::1]:7000'],
    };
    expect(readHello(jsonBytes(told))).to.deep.equal({
      ...helloOf(), label: 'a\\u{202e}b\\u{a}', capabilities: ['\\u{1b}[2J'],
      addresses: ['example.org:7000', '[::1]:7000'],
    });
    const { addresses: _addresses, capabilities: _capabilities, ...least } = helloOf();
    expect(readHello(jsonBytes(least))).to.deep.equal({ ...least, addresses: [], capabilities: [] });
  });

  it('is refused with the field and the rule', () => {
    const cases: readonly (readonly [Uint8Array, string | RegExp])[] = [
      [bytesOf(''), /^hello is not JSON/], [bytesOf('{"version":'), /^hello is not JSON/],
      [Uint8Array.of(0x22, 0xff, 0x22), /^hello is not JSON/], [bytesOf('[]'), 'hello: it must be object'],
      [bytesOf('null'), 'hello: it must be object'], [bytesOf('{}'), /^hello: it must have required property/],
      [withField('version', '1'), 'hello: /version must be integer'],
      [withField('version', -1), 'hello: /version must be >= 0'],
      [withField('network', ''), 'hello: /network must NOT have fewer than 1 characters'],
      [withField('id', 'me'), /^hello: \/id must match pattern/],
      [withField('boot', 'B'), /^hello: \/boot must match pattern/],
      [withField('label', 7), 'hello: /label must be string'],
      [withField('addresses', Array(9).fill('a:1')), 'hello: /addresses must NOT have more than 8 items'],
      [withField('addresses', ['nowhere']), /^hello: address "nowhere": not HOST:PORT/],
      [withField('addresses', ['2130706433:1']), /is neither a host name nor an IP address$/],
      [withField('nonce', 'x'.repeat(65)), 'hello: /nonce must NOT have more than 64 characters'],
    ];
    for (const [bytes, message] of cases) {
      if (typeof message === 'string') expect(failureOf(bytes)).to.equal(message);
      else expect(failureOf(bytes)).to.match(message);
    }
  });

  it('is a hello or a JsonError, whatever a remote sends', () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map(bytesOf),
      fc.tuple(fc.constantFrom(...Object.keys(helloOf()), 'label', 'clock', 'nonce', '__proto__'), fc.jsonValue())
        .map(([field, value]) => withField(field, value)),
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }).map((all) => withField('addresses', all)),
      fc.webUrl().map((url) => withField('addresses', [url.replace(/^https?:\/\//, '')])),
      fc.ipV6().map((ip) => withField('addresses', [`[${ip}%0]:1`])),
    );
    fc.assert(fc.property(anything, (bytes) => void expect(failureOf(bytes)).to.not.match(/^not a/)), { numRuns: 300 });
  });
});

describe('a connection whose remote says', () => {
  const said: readonly (readonly [string, Uint8Array, RegExp, string])[] = [
    ['no hello', bytesOf('no hello at all'), /^hello is not JSON/, 'protocol'],
    ['a hello of another channel', jsonBytes(helloOf(nonceOf(channel(OTHER)))), /nonce is not of this channel/,
      'protocol'],
    ['a hello that moves the cursor', bytesOf('\u001b[2J'), /^[\x20-\x7e]*$/, 'protocol'],
    ['a hello without an id', withField('id', undefined), /must have required property 'id'/, 'protocol'],
  ];
  for (const [what, bytes, detail, reason] of said) {
    it(`${what} is ended with a goodbye that says what is wrong, from either side`, () => {
      for (const direction of ['out', 'in'] as const) {
        const rig = new Rig(direction).to('greeting');
        rig.heard();
        rig.greet(bytes);
        expect(saidIn(rig.heard()[0])['reason']).to.equal(reason);
        rig.theirs.end();
        expect(rig.closed).to.include({ reason, endedBy: 'local', phase: 'greeting' });
        expect(rig.closed?.detail).to.match(detail);
        expect([rig.of('peer-greeted').length, rig.env.timers]).to.deep.equal([0, 0]);
      }
    });
  }

  it('a hello longer than a frame may be before it is known is ended as too-big, from either side', () => {
    for (const direction of ['out', 'in'] as const) {
      const rig = new Rig(direction).to('greeting');
      rig.greet(withField('secret', 'x'.repeat(FRAME_BYTES_BEFORE_HELLO)));
      rig.theirs.end();
      expect(rig.closed).to.include({ reason: 'too-big', endedBy: 'local', phase: 'greeting' });
    }
  });

  it('a hello twice is ended, and has been met once', () => {
    const rig = new Rig('in').to('greeting');
    rig.greet();
    rig.greet();
    rig.theirs.end();
    expect(rig.closed).to.include({ reason: 'protocol', endedBy: 'local', phase: 'greeted' });
    expect(rig.of('peer-greeted').length).to.equal(1);
  });

  it('no word of its nonce is met all the same, and one with the right nonce as well', () => {
    for (const more of [{}, nonceOf(channel())]) {
      const rig = new Rig('out').to('greeting');
      rig.greet(jsonBytes(helloOf(more)));
      expect(rig.of('peer-greeted')[0]?.hello).to.deep.equal(helloOf(more));
      rig.running.unsubscribe();
    }
  });
});
