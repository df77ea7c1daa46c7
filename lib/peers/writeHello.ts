// Our hello, as it goes over one channel.
import type { Hello } from '../hello.ts';
import { PROTOCOL_VERSION } from '../hello.ts';
import { jsonBytes } from '../json.ts';
import type { State } from '../state.ts';
import type { Channel } from '../transport.ts';
import { nonceOf } from './nonce.ts';

/** What schema/hello.schema.json lets others read; a hello beyond it is refused by everybody. */
const LABEL_MAX = 64;
const ADDRESSES_MAX = 8;

/** What a node of this version can be asked beyond what every version can. */
const CAPABILITIES: readonly string[] = ['network'];

export const writeHello = ({ self, listening }: State, channel: Channel, now: number): Uint8Array => {
  const hello: Hello = {
    version: PROTOCOL_VERSION,
    network: self.network,
    id: self.node,
    boot: self.boot,
    ...(self.label === '' ? {} : { label: self.label.slice(0, LABEL_MAX) }),
    addresses: (self.announce ?? listening).slice(0, ADDRESSES_MAX),
    capabilities: CAPABILITIES,
    clock: now,
    ...nonceOf(channel),
  };
  return jsonBytes(hello);
};
