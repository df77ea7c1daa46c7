// Whether an item is signed by whom it says, as far as the map knows the keys. Nothing unverified is stored or relayed.
import { never } from '../never.ts';
import { verifyAttestation } from './attestation.ts';
import { findByEdgeId } from './findByEdgeId.ts';
import { verifyHeader } from './header.ts';
import type { Item } from './learn.ts';
import { newest } from './entry.ts';
import { entryOf, type NetworkMap } from './networkMap.ts';
import { verifyRecord } from './record.ts';
import type { Verifier } from './signing.ts';

/** `want`: the record that holds the signer's key is not in the map. */
export const verifyItem = (map: NetworkMap, item: Item, verifier: Verifier): 'good' | 'bad' | 'want' => {
  switch (item.type) {
    case 'record':
      return verifyRecord(item.record, verifier) ? 'good' : 'bad';
    case 'refresh':
    case 'rival': {
      const entry = entryOf(map, item.header.id);
      if (entry === undefined) return 'want';
      return verifyHeader(item.header, newest(entry).record.body.publicKey, verifier) ? 'good' : 'bad';
    }
    case 'attestation': {
      const observer = findByEdgeId(map, item.attestation.observer);
      if (observer === undefined) return 'want';
      const { publicKey } = newest(observer).record.body;
      return verifyAttestation(item.attestation, { net: map.rules.net, publicKey }, verifier) ? 'good' : 'bad';
    }
    default: return never(item);
  }
};
