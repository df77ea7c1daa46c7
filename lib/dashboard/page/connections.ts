// The connections of the node as its report has them: those that are alive, and those that it is dialling.
import { idOf } from '../../address.ts';
import type { Edge } from '../../status/edge.ts';
import type { Attempt, Report } from '../../status/statusReport.ts';

export interface Connection extends Edge {
  readonly direction: 'in' | 'out';
  readonly phase: Attempt['phase'];
}

/** Whose id it is, if it was dialled by one, only the handshake will prove. */
const attempted = ({ peer, address, since, phase }: Attempt): Connection => ({
  peer, address, since, phase, direction: 'out', id: idOf(address) ?? null, label: null, rttMs: null,
  heardAt: since, bytesIn: 0, bytesOut: 0, requests: 0,
});

export const connections = ({ outgoing, incoming, attempting }: Report): readonly Connection[] => [
  ...outgoing.map((edge): Connection => ({ ...edge, direction: 'out', phase: 'alive' })),
  ...incoming.map((edge): Connection => ({ ...edge, direction: 'in', phase: 'alive' })),
  ...attempting.map(attempted),
];
