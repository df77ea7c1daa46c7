// What a node believes before anything has happened.
import { noNetwork } from './networkState.ts';
import type { Self, State } from './state.ts';
import { Table } from './table.ts';

export const initialState = (self: Self): State => ({
  self,
  lifecycle: 'running',
  listening: [],
  reachable: [],
  peers: Table.empty(),
  peersByNode: Table.empty(),
  tally: Table.empty(),
  addresses: Table.empty(),
  places: Table.empty(),
  bans: Table.empty(),
  loops: Table.empty(),
  closed: Table.empty(),
  refused: Table.empty(),
  saving: 0,
  network: noNetwork(self),
});
