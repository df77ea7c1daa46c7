// The connections of the node as its report has them: those that are alive, and those that it is dialling.
import type { Edge } from '../../status/edge.ts';
import type { Attempt, Report } from '../../status/statusReport.ts';

export interface Connection extends Edge {
  readonly direction: 'in' | 'out';
  readonly phase: Attempt['phase'];
}

/** Before the `@`; read here, since `lib/address.ts` needs Node and a browser has none. */
const idIn = (address: string): string | null => {
  const at = address.lastIndexOf('@');
  return at < 0 ? null : address.slice(0, at);
};

/** Whose id it is, if it was dialled by one, only the handshake will prove. */
const attempted = ({ peer, address, since, phase }: Attempt): Connection => ({
  peer, address, since, phase, direction: 'out', id: idIn(address), label: null, rttMs: null,
  heardAt: since, bytesIn: 0, bytesOut: 0, requests: 0,
});

export const connections = ({ outgoing, incoming, attempting }: Report): readonly Connection[] => [
  ...outgoing.map((edge): Connection => ({ ...edge, direction: 'out', phase: 'alive' })),
  ...incoming.map((edge): Connection => ({ ...edge, direction: 'in', phase: 'alive' })),
  ...attempting.map(attempted),
];
