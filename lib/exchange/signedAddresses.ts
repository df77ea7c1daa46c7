// The addresses that a node has signed, out of an item as it stands in an event.
import type { Address } from '../address.ts';
import { RecordError } from '../network/recordError.ts';
import { itemOf } from './itemText.ts';

/** With the id in front: whoever else is found there is refused. Nothing for what is no record. */
export const signedAddresses = (text: string): readonly Address[] => {
  try {
    const item = itemOf(text);
    if (item.type !== 'record' || item.record.body.leaving) return [];
    const { header: { id }, body: { addresses } } = item.record;
    return addresses.map((endpoint) => `${id}@${endpoint}`);
  } catch (error) {
    if (error instanceof RecordError) return [];
    throw error;
  }
};
