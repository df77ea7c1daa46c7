// What a remote shows in the handshake.
import { X509Certificate } from 'node:crypto';
import { checkCertificate } from '../../../lib/identity/checkCertificate.ts';
import { makeCertificate } from '../../../lib/identity/makeCertificate.ts';
import { isNodeId } from '../../../lib/nodeId.ts';
import { TransportError } from '../../../lib/transport.ts';
import { testKey } from '../../support/testKey.ts';
import { binary, type Target } from '../target.ts';

const real = new X509Certificate(await makeCertificate(testKey));

const own = checkCertificate({ certificate: real, resumed: false });

/** What is no certificate at all ends the handshake within OpenSSL, and never comes to us. */
const read = (bytes: Uint8Array): X509Certificate | undefined => {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
};

const certificate = binary('certificate', {
  decode: (bytes) => {
    const shown = read(bytes);
    return shown === undefined ? 'unreadable' : checkCertificate({ certificate: shown, resumed: false });
  },
  errors: [TransportError], seeds: () => [real.raw], short: 100,
  kind: (id) => (isNodeId(id) ? 'proven' : id),
  // nobody here has a key but that of the first one, so no other can be proven
  again: (id) => (id === 'unreadable' || id === own ? undefined : `is proof of ${id}, whose key nobody has`),
});

export const CERTIFICATE_TARGETS: readonly Target[] = [certificate];
