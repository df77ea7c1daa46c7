// Nobody has this node knock where strangers send it.
import { dialRefusal } from '../addressPolicy.ts';
import type { Address } from '../address.ts';
import type { Command } from '../command.ts';
import type { Guard } from '../guard.ts';

const target = (command: Command): Address | undefined =>
  command.type === 'dial' || command.type === 'prove' || command.type === 'test' ? command.address : undefined;

/**
 * Refuses to `dial`, `prove` or `test` an address that only others have told of, when it is a name, in a range that is
 * multicast or reserved, in a loopback, private or link-local range while this node is in none of that kind, or at a
 * port below 1024 while this node listens at none. What the operator, the configuration, a file or a name server names
 * is not asked about, and neither is where the node was found before.
 *
 * Every address in the book and in the map was told by its owner: in a record that it has signed, or over a connection
 * on which it has proven its key. So nobody is sent to a place that somebody else has named.
 *
 * @example addressPolicy({ command: dial('10.0.0.5:7000'), state, now })
 * // '10.0.0.5:7000, told by others, is in the private range 10.0.0.0/8, and this node is in none of that kind'
 */
export const addressPolicy: Guard = ({ command, state, by }) => {
  const address = by === 'operator' ? undefined : target(command);
  return address === undefined ? undefined : dialRefusal(state, address);
};
