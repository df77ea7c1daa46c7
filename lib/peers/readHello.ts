// A hello from the wire, checked in full: what this returns can be believed to be well formed, and no more.
import { AddressError, endpointOf, formatAddress, parseAddress, type Address } from '../address.ts';
import type { Hello } from '../hello.ts';
import { JsonError, jsonReader } from '../json.ts';
import { printable } from '../printable.ts';
import { helloFits } from './helloFits.ts';

const read = jsonReader('hello', helloFits);

const canonical = (text: string): Address => {
  try {
    return endpointOf(formatAddress(parseAddress(text)));
  } catch (error) {
    if (error instanceof AddressError) throw new JsonError(`hello: ${error.message}`, { cause: error });
    throw error;
  }
};

/** @throws JsonError when it is not a hello; the message names the field and the rule */
export const readHello = (bytes: Uint8Array): Hello => {
  const { version, network, id, boot, label, addresses = [], capabilities = [], clock, nonce } = read(bytes);
  return {
    version, network, id, boot, // field by field: what else was sent is nobody's to keep
    addresses: addresses.map(canonical),
    capabilities: capabilities.map(printable),
    ...(label === undefined ? {} : { label: printable(label) }),
    ...(clock === undefined ? {} : { clock }),
    ...(nonce === undefined ? {} : { nonce }),
  };
};
