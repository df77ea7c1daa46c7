// "I, a head that v has dialled, cannot reach v": the only thing that a node may say of another, and it must sign it.
//
//     subject 10 │ subject's seq 6 │ observer 10 │ kind 1 ║ signature 64 over "millrace1 att", net 4, the 27 before
import { base32, type NodeId } from '../nodeId.ts';
import { concat, uint } from './fields.ts';
import { EDGE_ID_BYTES, edgeIdBytes, edgeIdOf, NET_BYTES, nodeOfKey, type EdgeId } from './ids.ts';
import { Reader } from './reader.ts';
import { SIGNATURE_BYTES, type Signer, type Verifier } from './signing.ts';

const SEQ_BYTES = 6;
const CLAIM_BYTES = EDGE_ID_BYTES + SEQ_BYTES + EDGE_ID_BYTES + 1;
export const ATTESTATION_BYTES = CLAIM_BYTES + SIGNATURE_BYTES;

/** The network is under the signature without being in the bytes: a doubt of one network is none in another. */
const CONTEXT = new TextEncoder().encode('millrace1 att');

const KINDS = ['closed', 'silent'] as const;
/** How the observer came to doubt: the connection broke, or nothing was heard any more. */
export type Doubt = (typeof KINDS)[number];

export interface Attestation {
  readonly subject: EdgeId;
  /** Of the subject's record, exactly that one: any later one refutes it. */
  readonly seq: number;
  readonly observer: EdgeId;
  readonly doubt: Doubt;
  readonly bytes: Uint8Array;
}

const messageOf = (net: number, claim: Uint8Array): Uint8Array => concat([CONTEXT, uint(net, NET_BYTES, 'net'), claim]);

/**
 * @param about the subject and the `seq` of its record
 * @throws RecordError when a number or an id is out of its range
 */
export const signAttestation = (
  { net, subject, seq, doubt }: { net: number; subject: NodeId; seq: number; doubt: Doubt },
  signer: Signer,
): Attestation => {
  const [about, observer] = [edgeIdOf(subject), edgeIdOf(nodeOfKey(signer.publicKey))];
  const kind = Uint8Array.of(KINDS.indexOf(doubt));
  const claim = concat([edgeIdBytes(about), uint(seq, SEQ_BYTES, 'seq'), edgeIdBytes(observer), kind]);
  return { subject: about, seq, observer, doubt, bytes: concat([claim, signer.sign(messageOf(net, claim))]) };
};

/** @throws RecordError and only that, whatever the bytes */
export const decodeAttestation = (bytes: Uint8Array): Attestation => {
  const reader = new Reader('attestation', bytes);
  const subject = base32(reader.take(EDGE_ID_BYTES));
  const seq = reader.uint(SEQ_BYTES);
  const observer = base32(reader.take(EDGE_ID_BYTES));
  const kind = reader.uint(1);
  const doubt = KINDS[kind] ?? reader.refuse(`kind ${kind}, known are 0 to ${KINDS.length - 1}`);
  reader.take(SIGNATURE_BYTES);
  reader.end();
  if (subject === observer) reader.refuse('the subject of itself');
  return { subject, seq, observer, doubt, bytes };
};

/** Whether its observer has signed it. @param publicKey of the observer's record */
export const verifyAttestation = (
  { observer, bytes }: Attestation,
  { net, publicKey }: { readonly net: number; readonly publicKey: Uint8Array },
  verifier: Verifier,
): boolean =>
  edgeIdOf(nodeOfKey(publicKey)) === observer &&
  verifier.verify(publicKey, messageOf(net, bytes.subarray(0, CLAIM_BYTES)), bytes.subarray(CLAIM_BYTES));
