// Signed items of the network's map without names: made anew with the pseudonyms, and signed by nobody. A replay does
// not ask who signed; whoever does is not taken in.
import { itemOf, itemText } from '../exchange/itemText.ts';
import { endpointOf } from '../address.ts';
import { ATTESTATION_BYTES, decodeAttestation, type Attestation } from '../network/attestation.ts';
import { bodyOf, type Body } from '../network/body.ts';
import { concat } from '../network/fields.ts';
import { signHeader, type Header } from '../network/header.ts';
import { EDGE_ID_BYTES, edgeIdBytes, netOf, type EdgeId } from '../network/ids.ts';
import type { Item } from '../network/learn.ts';
import type { NetRecord } from '../network/record.ts';
import { RecordError } from '../network/recordError.ts';
import { SIGNATURE_BYTES, type Signer } from '../network/signing.ts';
import type { NodeId } from '../nodeId.ts';
import type { Pseudonyms } from './pseudonyms.ts';

/** An item; `undefined` when the text is none. */
export const readItem = (text: string): Item | undefined => {
  try {
    return itemOf(text);
  } catch (error) {
    if (error instanceof RecordError) return undefined;
    throw error;
  }
};

export interface ItemRules {
  readonly pseudonyms: Pseudonyms;
  readonly redactAddress: (address: string) => string;
  readonly redactLabel: (label: string) => string;
  /** The network's name as it is in the redacted recording. */
  readonly network: string;
}

/** Where the subject's `seq` stands, between the two ids. */
const OBSERVER_AT = EDGE_ID_BYTES + 6;
const KIND_AT = OBSERVER_AT + EDGE_ID_BYTES;

/** A refresh repeats the hash of a body that came before, and a rival stands beside a head that did. */
export class ItemRedactor {
  readonly #rules: ItemRules;
  /** The bodies so far by the hash of the true one, and the heads likewise. */
  readonly #bodies = new Map<string, string>();
  readonly #heads = new Map<string, string>();

  constructor(rules: ItemRules) {
    this.#rules = rules;
  }

  redact(text: string): string | undefined {
    const item = readItem(text);
    return item === undefined ? undefined : itemText(this.#redacted(item));
  }

  #redacted(item: Item): Item {
    switch (item.type) {
      case 'record':
        return { type: 'record', record: this.#record(item.record) };
      case 'refresh':
        return { type: 'refresh', header: this.#header(item.header) };
      case 'attestation':
        return { type: 'attestation', attestation: this.#attestation(item.attestation) };
      case 'rival': {
        const beside = this.#heads.get(item.beside) ?? this.#hash('head', item.beside);
        return { type: 'rival', header: this.#header(item.header), beside };
      }
    }
  }

  #record({ header, body }: NetRecord): NetRecord {
    const redacted = this.#body(header.id, body);
    this.#bodies.set(body.hash, redacted.hash);
    return { header: this.#header(header), body: redacted };
  }

  #body(id: NodeId, body: Body): Body {
    const { pseudonyms, redactAddress, redactLabel } = this.#rules;
    const blurred = (bytes: Uint8Array): Uint8Array =>
      pseudonyms.bytes('opaque', Buffer.from(bytes).toString('hex'), bytes.length);
    return bodyOf({
      ...body,
      publicKey: pseudonyms.key(id),
      caps: blurred(body.caps),
      label: redactLabel(body.label),
      addresses: body.addresses.map((address) => endpointOf(redactAddress(address))),
      out: body.out.map((edge) => this.#edge(edge)),
      denied: body.denied.map((edge) => this.#edge(edge)),
      stamp: blurred(body.stamp),
      cert: blurred(body.cert),
    });
  }

  #header(header: Header): Header {
    const { pseudonyms, network } = this.#rules;
    const bodyHash = this.#bodies.get(header.bodyHash) ?? this.#hash('body', header.bodyHash);
    const id = pseudonyms.node(header.id);
    const redacted = signHeader({ ...header, net: netOf(network), id, bodyHash }, this.#nobody(header.id));
    this.#heads.set(header.hash, redacted.hash);
    return redacted;
  }

  #attestation({ subject, observer, bytes }: Attestation): Attestation {
    const signature = this.#rules.pseudonyms.bytes('signature', Buffer.from(bytes).toString('hex'), SIGNATURE_BYTES);
    const redacted = concat([
      edgeIdBytes(this.#edge(subject)), bytes.subarray(EDGE_ID_BYTES, OBSERVER_AT),
      edgeIdBytes(this.#edge(observer)), bytes.subarray(KIND_AT, ATTESTATION_BYTES - SIGNATURE_BYTES), signature,
    ]);
    return decodeAttestation(redacted);
  }

  #edge(edge: EdgeId): EdgeId {
    return this.#rules.pseudonyms.edge(edge);
  }

  #hash(kind: string, hash: string): string {
    return Buffer.from(this.#rules.pseudonyms.bytes(kind, hash, hash.length >> 1)).toString('hex');
  }

  #nobody(id: NodeId): Signer {
    const { pseudonyms } = this.#rules;
    return {
      publicKey: pseudonyms.key(id),
      sign: (message) => pseudonyms.bytes('signature', Buffer.from(message).toString('hex'), SIGNATURE_BYTES),
    };
  }
}
