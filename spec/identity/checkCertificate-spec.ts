// Which certificates prove a node, and what is said of the others.
import { X509Certificate } from 'node:crypto';
import { expect } from 'chai';
import { checkCertificate } from '../../lib/identity/checkCertificate.ts';
import { newNodeKey, type NodeKey } from '../../lib/identity/nodeKey.ts';
import { TransportError } from '../../lib/transport.ts';
import { brokenSignature, bulky, selfSigned, withRawKey } from '../support/certificates.ts';

const refusal = (certificate: X509Certificate | undefined, resumed = false, expected?: string): string => {
  try {
    return checkCertificate({ certificate, resumed }, expected);
  } catch (error) {
    if (error instanceof TransportError) return `${error.code}: ${error.message}`;
    throw error;
  }
};

describe('checkCertificate', () => {
  let key: NodeKey;
  let proper: X509Certificate;
  before(async () => {
    key = await newNodeKey();
    proper = new X509Certificate(key.certificate);
  });

  it('gives the node whose key it is', () => {
    expect(checkCertificate({ certificate: proper, resumed: false })).to.equal(key.id);
    expect(checkCertificate({ certificate: proper, resumed: false }, key.id)).to.equal(key.id);
  });

  it('wants one to be shown', () =>
    expect(refusal(undefined, true)).to.equal('bad-certificate: certificate: none was shown'));

  it('takes none from a resumed session', () =>
    expect(refusal(proper, true)).to.match(/^bad-certificate: .*resumed session/));

  it('takes none of more than 2048 bytes, and says how many there are', async () => {
    const { cert } = await bulky(2_000);
    const certificate = new X509Certificate(cert);
    expect(certificate.raw.length).to.be.above(2_048);
    const bytes = certificate.raw.length;
    expect(refusal(certificate)).to.equal(`bad-certificate: certificate of ${bytes} bytes, limit 2048`);
  });

  it('takes no other kind of key', async () => {
    const others = [await selfSigned('rsa'), await selfSigned('p256')];
    const messages = others.map(({ cert }) => refusal(new X509Certificate(cert)));
    expect(messages).to.deep.equal([
      'bad-certificate: certificate over a key of type rsa, must be ed25519',
      'bad-certificate: certificate over a key of type ec, must be ed25519',
    ]);
  });

  it('takes no key of small order, before it asks whether the signature fits', () => {
    const identityPoint = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0));
    expect(refusal(withRawKey(key.certificate, identityPoint)))
      .to.equal('bad-certificate: certificate over a key of small order');
  });

  it('takes none that another key signed, or nobody', async () => {
    const stranger = (await newNodeKey()).publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    const broken = brokenSignature({ key: '', cert: key.certificate }).cert;
    expect([withRawKey(key.certificate, stranger), new X509Certificate(broken)].map((one) => refusal(one)))
      .to.deep.equal(Array(2).fill('bad-certificate: certificate: not signed by its own key'));
  });

  it('takes no other node than the one expected, and names both', () => {
    const expected = 'a'.repeat(32);
    expect(refusal(proper, false, expected))
      .to.equal(`wrong-identity: the key is of node ${key.id}, expected ${expected}`);
  });
});
