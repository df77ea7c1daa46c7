// The places that connections may take. When there is none left, who has kept one the longest without asking anything
// makes room: a thousand connections that say a byte a minute keep nobody out.
import type { Socket } from 'node:net';
import { CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, PIPELINED_MAX, UNREAD_BYTES_MAX } from './limits.ts';

interface Place {
  readonly socket: Socket;
  readonly owner: string;
  /** Requests that are being answered. */
  answering: number;
}

/** Of an IPv6 address the /64, which one subscriber has as a whole; an IPv4 address in any clothes. */
export const ownerOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const filled = tail === undefined ? groups : [...groups, '0', '0', '0', '0'];
  return filled.slice(0, 4).join(':');
};

export class Places {
  /** Oldest first. */
  readonly #places = new Map<Socket, Place>();

  get size(): number {
    return this.#places.size;
  }

  /** False when there is no room, and nobody to make it. The place is free again when the socket closes. */
  admit(socket: Socket): boolean {
    const owner = ownerOf(socket.remoteAddress ?? '');
    const ours = [...this.#places.values()].filter((place) => place.owner === owner);
    if (ours.length >= CONNECTIONS_PER_ADDRESS_MAX && !this.#evicted(ours)) return false;
    if (this.size >= CONNECTIONS_MAX && !this.#evicted(this.#ofTheGreediest())) return false;
    this.#places.set(socket, { socket, owner, answering: 0 });
    socket.once('close', () => this.#places.delete(socket));
    return true;
  }

  /** A request is being answered. False: more are than anybody sends ahead. */
  begin(socket: Socket): boolean {
    const place = this.#places.get(socket);
    return place === undefined || ++place.answering <= PIPELINED_MAX;
  }

  end(socket: Socket): void {
    const place = this.#places.get(socket);
    if (place !== undefined) place.answering--;
  }

  /** Whether so much is unread that no more should be said. */
  get isFull(): boolean {
    let unread = 0;
    for (const { socket } of this.#places.values()) unread += socket.writableLength;
    return unread > UNREAD_BYTES_MAX;
  }

  destroyAll(): void {
    for (const { socket } of this.#places.values()) socket.destroy();
    this.#places.clear();
  }

  /** Everybody's places, those of who has most first: one address with many does not put out another with one. */
  #ofTheGreediest(): readonly Place[] {
    const counts = new Map<string, number>();
    for (const { owner } of this.#places.values()) counts.set(owner, (counts.get(owner) ?? 0) + 1);
    return [...this.#places.values()].sort((a, b) => (counts.get(b.owner) ?? 0) - (counts.get(a.owner) ?? 0));
  }

  #evicted(places: readonly Place[]): boolean {
    const idle = places.find(({ answering }) => answering === 0);
    if (idle === undefined) return false;
    this.#places.delete(idle.socket);
    idle.socket.destroy();
    return true;
  }
}
