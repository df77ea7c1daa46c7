// Addresses and bans as any state may hold them, for property tests.
import fc from 'fast-check';
import { initialState } from '../../lib/initialState.ts';
import type { AddressState, Ban, State } from '../../lib/state.ts';
import { Table } from '../../lib/table.ts';
import { aState } from '../../lib/testing/aState.ts';
import { nodeIdFrom } from '../../lib/testing/nodeIdFrom.ts';

/** Any time that has four digits for its year. */
const time = fc.integer({ min: 0, max: Date.UTC(9_999, 0) });

const host = fc.oneof(
  fc.ipV4(),
  fc.domain(),
  fc.tuple(fc.nat(0xffff), fc.nat(0xffff))
    .map(([a, b]) => new URL(`http://[2001:db8:${a.toString(16)}::${b.toString(16)}]`).hostname),
);

const endpoint = fc
  .tuple(host, fc.integer({ min: 1, max: 65_535 }))
  .map(([name, port]) => `${name.toLowerCase()}:${port}`);

const node = fc.nat(1_000).map((n) => nodeIdFrom(`n${n}`));

const address: fc.Arbitrary<AddressState> = fc.record({
  endpoint,
  node,
  from: fc.constantFrom('config', 'file', 'dns', 'book', 'in-7'),
  learntAt: time,
  aliveAt: time,
  attempts: fc.nat(),
  nextAttemptAt: time,
  lastError: fc.string({ unit: 'binary', maxLength: 100 }),
  self: fc.constant(true as const),
}, { requiredKeys: ['endpoint', 'from', 'learntAt', 'attempts', 'nextAttemptAt'] });

const ban: fc.Arbitrary<Ban> = fc.record({
  subject: fc.oneof(node, fc.ipV4(), endpoint),
  until: time,
  reason: fc.string({ unit: 'binary', maxLength: 100 }),
});

/** A state with any addresses and any bans. */
export const anyBookState: fc.Arbitrary<State> = fc
  .record({ addresses: fc.array(address, { maxLength: 20 }), bans: fc.array(ban, { maxLength: 10 }) })
  .map(({ addresses, bans }) => ({
    ...initialState(aState().self),
    addresses: Table.from(addresses.map((one) => [one.endpoint, one])),
    bans: Table.from(bans.map((one) => [one.subject, one])),
  }));
