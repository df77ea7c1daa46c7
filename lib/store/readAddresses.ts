// A list of addresses as somebody wrote it: those that can be used, and what is wrong with the others.
import { AddressError, formatAddress, parseAddress, type Address } from '../address.ts';

export interface ReadAddresses {
  readonly addresses: readonly Address[];
  /** One for each entry that is left out, with its place in the list. */
  readonly problems: readonly string[];
}

/** An address where another node may be reached. @throws AddressError when it is none */
export const readAddress = (value: unknown): Address => {
  if (typeof value !== 'string') throw new AddressError(`is not text but ${value === null ? 'null' : typeof value}`);
  const parts = parseAddress(value);
  if (parts.port === 0) throw new AddressError(`address ${JSON.stringify(value)}: port 0 cannot be dialled`);
  return formatAddress(parts);
};

/** Canonical addresses, each once, in the order of the list. */
export const readAddresses = (values: readonly unknown[]): ReadAddresses => {
  const addresses = new Set<Address>();
  const problems: string[] = [];
  for (const [at, value] of values.entries()) {
    try {
      addresses.add(readAddress(value));
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      problems.push(`[${at}]: ${error.message}`);
    }
  }
  return { addresses: [...addresses], problems };
};
