// A transport whose node says something else than it means to: what it tells of the network is changed on its way out.
// The node itself is an unmodified one, so it keeps to all rules but the one that is to be broken.
import { tap } from 'rxjs';
import { decodeBulletin, encodeBulletin, type Bulletin } from '../../../exchange/bulletin.ts';
import { castOf, isCastText } from '../../../exchange/cast.ts';
import { itemOf } from '../../../exchange/itemText.ts';
import { RADIUS_MAX } from '../../../network/agreement.ts';
import { edgeIdOf } from '../../../network/ids.ts';
import { RecordError } from '../../../network/recordError.ts';
import type { NodeId } from '../../../nodeId.ts';
import type { Channel, Transport } from '../../../transport.ts';
import { encode } from '../../../wire/codec.ts';
import { Deframer } from '../../../wire/deframer.ts';
import type { Frame } from '../../../wire/frame.ts';
import { FRAME_BYTES_HARD_MAX } from '../../../wire/limits.ts';
import { eachChannel, type Passing } from '../eachChannel.ts';

/** @param heard what the node at the other end has said last; undefined: nothing yet */
export type Tamper = (said: Bulletin, heard: Bulletin | undefined) => Bulletin;

/** What may carry a bulletin. */
type Carrying = Extract<Frame, { readonly follows: boolean }>;

const isCarrying = (frame: Frame): frame is Carrying => 'follows' in frame;

const bulletinIn = (data: Uint8Array): Bulletin | undefined => {
  try {
    return decodeBulletin(data);
  } catch (error) {
    if (error instanceof RecordError) return undefined; // something else: a question about a trie, an application's
    throw error;
  }
};

/** Messages out of frames: a long one comes in several. */
class Messages {
  readonly #parts = new Map<number, Carrying>();

  /** @returns the whole message once it is there; `undefined` until then */
  whole(frame: Carrying): Carrying | undefined {
    const begun = this.#parts.get(frame.stream);
    const so = begun === undefined ? frame : { ...begun, data: Buffer.concat([begun.data, frame.data]) };
    if (frame.follows) {
      this.#parts.set(frame.stream, { ...so, data: Uint8Array.from(so.data) });
      return undefined;
    }
    this.#parts.delete(frame.stream);
    return frame.type === 'PAYLOAD' && so.type === 'PAYLOAD'
      ? { ...so, follows: false, complete: frame.complete, next: so.next || frame.next }
      : { ...so, follows: false };
  }
}

const reading = (heard: (data: Uint8Array) => void): Deframer => {
  const messages = new Messages();
  return new Deframer({ frameBytesMax: FRAME_BYTES_HARD_MAX }, (frame) => {
    const whole = isCarrying(frame) ? messages.whole(frame) : undefined;
    if (whole !== undefined && whole.data.length > 0) heard(whole.data);
  });
};

const passing = (channel: Channel, tamper: Tamper): Passing => {
  let heard: Bulletin | undefined;
  const messages = new Messages();
  const incoming = reading((data) => (heard = bulletinIn(data) ?? heard));
  const outgoing = new Deframer({ frameBytesMax: FRAME_BYTES_HARD_MAX }, (frame) => {
    if (!isCarrying(frame)) {
      channel.write(encode(frame));
      return;
    }
    const whole = messages.whole(frame);
    if (whole === undefined) return;
    const bulletin = bulletinIn(whole.data);
    channel.write(encode(bulletin === undefined ? whole : { ...whole, data: encodeBulletin(tamper(bulletin, heard)) }));
  });
  return {
    bytes$: channel.bytes$.pipe(tap((bytes) => incoming.push(bytes))),
    write: (bytes) => outgoing.push(bytes),
  };
};

/** @example node({ id, transport: tampered(network.transport({ host, node: id }), dropping(id)), ... }) */
export const tampered = (transport: Transport, tamper: Tamper): Transport =>
  eachChannel(transport, (channel) => passing(channel, tamper));

/** Whether a node says it in its own name. */
const isOf = (me: NodeId, text: string): boolean => {
  if (isCastText(text)) return castOf(text).origin === me;
  const item = itemOf(text);
  switch (item.type) {
    case 'record':
      return item.record.header.id === me;
    case 'attestation':
      return item.attestation.observer === edgeIdOf(me);
    default:
      return item.header.id === me;
  }
};

/** Hears all, says what it has to say itself, and passes on nothing of anybody else: not asked, nor unasked. */
export const dropping = (me: NodeId): Tamper => (said) =>
  ({ ...said, items: said.items.filter((text) => isOf(me, text)) });

/** Claims to each neighbour that it holds its very map, and that all as far as can be said do. */
export const lying: Tamper = (said, heard) =>
  ({ ...said, report: { digest: heard?.report.digest ?? said.report.digest, radius: RADIUS_MAX, excluded: [] } });
