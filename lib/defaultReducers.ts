// What the protocol obliges, in the order it is applied: the account of connections first, since the others read it,
// and the lifecycle last, since it asks whether anybody is left.
import type { Reducers } from './reducer.ts';
import { addresses } from './reducers/addresses.ts';
import { bans } from './reducers/bans.ts';
import { connections } from './reducers/connections.ts';
import { handshake } from './reducers/handshake.ts';
import { lifecycle } from './reducers/lifecycle.ts';
import { loops } from './reducers/loops.ts';
import { network } from './reducers/network.ts';
import { operator } from './reducers/operator.ts';
import { vitals } from './reducers/vitals.ts';

export const defaultReducers: Reducers = {
  connections,
  handshake,
  vitals,
  addresses,
  bans,
  loops,
  operator,
  network,
  lifecycle,
};
