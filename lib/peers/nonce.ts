// Ties a hello to the channel it came by. A client that cannot ask its TLS library for the channel's secret sends none,
// and is still proven by its certificate; a nonce that is there must be right.
import type { Hello } from '../hello.ts';
import type { Channel } from '../transport.ts';

/** What our hello says on a channel; nothing where the channel has no secret. */
export const nonceOf = (channel: Channel): Pick<Hello, 'nonce'> =>
  channel.identity === undefined ? {} : { nonce: Buffer.from(channel.identity.binding).toString('base64url') };

export const isBoundTo = ({ nonce }: Hello, channel: Channel | undefined): boolean =>
  nonce === undefined || channel?.identity === undefined || nonce === nonceOf(channel).nonce;
