// Records that are well formed in all but their signature: each is another node's, so each would have to be verified.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { itemText } from '../../lib/exchange/itemText.ts';
import { netOf } from '../../lib/network/ids.ts';
import { signRecord } from '../../lib/network/record.ts';

const KEYS = 32;
const SIGNATURE_BYTES = 64;
/** The last 32 bytes of an SPKI are the key. */
const RAW_BYTES = 32;

const keys = Array.from({ length: KEYS }, () => {
  const spki = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' });
  return new Uint8Array(spki.subarray(-RAW_BYTES));
});
const net = netOf('millrace');

/** @returns what makes so many more, as texts, none of which it has made before */
export const forgeries = (): ((count: number) => readonly string[]) => {
  let made = 0;
  return (count) => Array.from({ length: count }, () => {
    const publicKey = keys[made++ % KEYS] ?? new Uint8Array(RAW_BYTES);
    const signer = { publicKey, sign: () => new Uint8Array(randomBytes(SIGNATURE_BYTES)) };
    const record = signRecord({ label: `forged ${made}` }, { net, seq: Date.now() - made }, signer);
    return itemText({ type: 'record', record });
  });
};
