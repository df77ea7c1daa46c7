// Which Ed25519 keys are refused, and that they are the right ones, by the arithmetic of the curve.
import { generateKeyPairSync, verify, createPublicKey } from 'node:crypto';
import { expect } from 'chai';
import { isStrictEd25519 } from '../../lib/identity/strictKey.ts';

const P = 2n ** 255n - 19n;
const mod = (value: bigint): bigint => ((value % P) + P) % P;
const power = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  for (let [square, rest] = [mod(base), exponent]; rest > 0n; square = mod(square * square), rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square);
  }
  return result;
};
const inverse = (value: bigint): bigint => power(value, P - 2n);
const D = mod(-121_665n * inverse(121_666n));
const SQRT_MINUS_1 = power(2n, (P - 1n) / 4n);

type Point = readonly [x: bigint, y: bigint];

/** RFC 8032 section 5.1.4. */
const add = ([x1, y1]: Point, [x2, y2]: Point): Point => {
  const product = mod(D * x1 * x2 * y1 * y2);
  return [mod((x1 * y2 + x2 * y1) * inverse(1n + product)), mod((y1 * y2 + x1 * x2) * inverse(1n - product))];
};

const encoded = (y: bigint, sign = 0): Uint8Array => {
  const bytes = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
  bytes[31] = (bytes[31] ?? 0) | (sign << 7);
  return bytes;
};

const squareRoot = (value: bigint): bigint | undefined => {
  const root = power(value, (P + 3n) / 8n);
  return [root, mod(root * SQRT_MINUS_1)].find((candidate) => mod(candidate * candidate) === mod(value));
};

/** d y^4 + 2 y^2 - 1 = 0 says that twice the point has y = 0, which is of order 4. */
const yOfOrder8 = (): readonly bigint[] => {
  const root = squareRoot(1n + D) ?? 0n;
  const squares = [root, -root].map((sign) => mod((sign - 1n) * inverse(D)));
  return squares.map(squareRoot).flatMap((y) => (y === undefined ? [] : [y, mod(-y)]));
};

/** RFC 8032 section 5.1.3. */
const pointAt = (y: bigint): Point => [squareRoot((y * y - 1n) * inverse(D * y * y + 1n)) ?? -1n, y];

const rawKey = (): Uint8Array =>
  generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);

const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

describe('isStrictEd25519', () => {
  const small = [0n, 1n, P - 1n, ...yOfOrder8()];

  it('knows every y whose point, eight times, is the identity', () => {
    const eightTimes = small.map((y) => {
      const point = pointAt(y);
      const twice = add(point, point);
      const four = add(twice, twice);
      return add(four, four);
    });
    expect(new Set(small).size).to.equal(5);
    expect(eightTimes).to.deep.equal(small.map(() => [0n, 1n]));
  });

  it('refuses them all, whatever the sign of x', () => {
    const refused = small.flatMap((y) => [encoded(y), encoded(y, 1)]).filter((raw) => !isStrictEd25519(raw));
    expect(refused.length).to.equal(10);
  });

  it('refuses a y that is the prime or above, which is another way to write a small one', () => {
    for (let over = 0n; over < 19n; over++) expect(isStrictEd25519(encoded(P + over)), `p + ${over}`).to.equal(false);
    expect(isStrictEd25519(encoded(P - 2n))).to.equal(true);
  });

  it('refuses what is not 32 bytes long', () =>
    expect([new Uint8Array(31), new Uint8Array(33)].map(isStrictEd25519)).to.deep.equal([false, false]));

  it('takes the keys that nodes make', () =>
    expect(Array.from({ length: 500 }, rawKey).every(isStrictEd25519)).to.equal(true));

  it('refuses a key under which one signature fits every message or none, as this OpenSSL would have it', () => {
    const signature = Buffer.concat([encoded(1n), new Uint8Array(32)]);
    const key = createPublicKey({ key: Buffer.concat([spkiPrefix, encoded(1n)]), format: 'der', type: 'spki' });
    const accepted = [1, 2, 3].map((byte) => verify(null, Buffer.of(byte), key, signature));
    expect(new Set(accepted).size).to.equal(1); // all on Node 20 and 22, none on Node 24
    expect(isStrictEd25519(encoded(1n))).to.equal(false);
  });
});
