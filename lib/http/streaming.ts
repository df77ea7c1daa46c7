// Lets readers of `/events` in, as many as there are places for, and out again when their connection ends.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fault, type Answer } from './answer.ts';
import type { Feed } from './feed.ts';
import { STREAMS_MAX, STREAMS_PER_ADDRESS_MAX } from './limits.ts';
import { ownerOf } from './places.ts';
import { Reader } from './reader.ts';

const full = (error: string, limit: number): Answer =>
  fault(503, { error, place: 'target', value: '/events', limit }, { headers: { 'retry-after': '10' } });

/** @returns takes the response over; or says why not */
export const streaming = (feed: Feed): ((request: IncomingMessage, response: ServerResponse) => Answer | undefined) => {
  const owners = new Map<string, number>(); // at most as many as there are streams
  return (request, response) => {
    const owner = ownerOf(request.socket.remoteAddress ?? '');
    const ours = owners.get(owner) ?? 0;
    if (feed.size >= STREAMS_MAX) return full(`${feed.size} streams are open`, STREAMS_MAX);
    if (ours >= STREAMS_PER_ADDRESS_MAX) return full(`${ours} streams of ${owner} are open`, STREAMS_PER_ADDRESS_MAX);
    owners.set(owner, ours + 1);
    const reader = new Reader(response);
    feed.add(reader, request.headers['last-event-id']?.toString());
    response.once('close', () => {
      feed.remove(reader);
      const left = (owners.get(owner) ?? 1) - 1;
      if (left === 0) owners.delete(owner);
      else owners.set(owner, left);
    });
    return undefined;
  };
};
