// A whole node that tells five hundred others: what it broadcasts to the network, and what a handler streams to them.
import { filter, firstValueFrom, Subject } from 'rxjs';
import { newNodeKey, node, tlsTransport, watchHeads } from '../../../dist/index.js';
import { AT_ONCE, inTurns, MESSAGE_BYTES } from '../fan.mjs';
import { WatchedNode } from '../watchedNode.mjs';

const TOPIC = 'bench';
/** More values than half of it make the asker give credits again: once in a while, as in a program. */
const CREDITS = 1_024;
const feed$ = new Subject();
let speaker;

export const serve = async () => {
  ({ net: speaker } = await WatchedNode.started({ listen: ['127.0.0.1:0'] }));
  speaker.respond('feed', () => feed$);
  await firstValueFrom(speaker.step$.pipe(filter(({ state }) =>
    state.listening.length > 0 && state.network.own.record !== undefined)));
  return { address: speaker.state.listening[0], id: speaker.id };
};

/**
 * Each a node that watches the speaker as its default policies would, and does nothing else. It signs no record: five
 * hundred nodes of one process that tell each other of each other would not leave it the time to hear anything.
 */
export const crowd = async ({ address, id }, count) => {
  let received = 0;
  const heard = () => received++;
  for (let at = 0; at < count; at++) {
    const key = await newNodeKey();
    const transport = { ...tlsTransport({ key }), signer: undefined };
    const net = node({
      id: key.id, transport, listen: [], peers: [], policies: { watchHeads: watchHeads() },
    });
    const opened = firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === 'peer-opened')));
    net.step$.subscribe();
    net.casts(TOPIC).subscribe(heard);
    net.order({ type: 'dial', address });
    await opened;
    net.request(id, 'feed', new Uint8Array(0), { credits: CREDITS }).subscribe(heard);
  }
  return () => received;
};

const message = new Uint8Array(MESSAGE_BYTES).fill(7);
const times = (count, say) => {
  for (let at = 0; at < count; at++) say();
};
const HOW = {
  one: (messages) => inTurns(messages, () => feed$.next(message)),
  ten: (messages) => inTurns(messages / AT_ONCE, () => times(AT_ONCE, () => feed$.next(message))),
  /** A node may say ten things at once, and one a second after that. */
  casts: () => inTurns(1, () => times(AT_ONCE, () => speaker.broadcast(TOPIC, message))),
};

export const fan = (how, messages) => HOW[how](messages);
