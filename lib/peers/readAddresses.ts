// The answer to `millrace.addresses`. One address that cannot be read makes the rest no worse: it is left out.
import schema from '../../schema/addresses.schema.json' with { type: 'json' };
import { AddressError, formatAddress, parseAddress } from '../address.ts';
import type { KnownAddress } from '../event.ts';
import { jsonBytes, jsonReader } from '../json.ts';

interface Answer {
  readonly addresses: readonly KnownAddress[];
}

const read = jsonReader<Answer>('addresses', schema);

/** Field by field: what else was sent is nobody's to keep. */
const canonical = ({ address, aliveAt }: KnownAddress): readonly KnownAddress[] => {
  try {
    return [{ address: formatAddress(parseAddress(address)), ...(aliveAt === undefined ? {} : { aliveAt }) }];
  } catch (error) {
    if (error instanceof AddressError) return [];
    throw error;
  }
};

/** @throws JsonError when it is not such an answer at all */
export const readAddresses = (bytes: Uint8Array): readonly KnownAddress[] => read(bytes).addresses.flatMap(canonical);

export const writeAddresses = (addresses: readonly KnownAddress[]): Uint8Array => jsonBytes({ addresses });
