// The handshake of a secure connection in memory: TLS 1.3's three flights, without its mathematics.
//
//     tail ── hello ──> head ── answer ──> tail (judges, is through) ── finished ──> head (judges, is through)
import type { NodeId } from '../nodeId.ts';
import type { TransportErrorCode } from '../transport.ts';

export type HandshakeWord = 'hello' | 'answer' | 'finished';

/** The end of a connection that shakes hands. */
export interface Handshaker {
  readonly role: 'tail' | 'head';
  /** Who the other end is; `undefined` when it does not prove anything. */
  readonly remoteNode: () => NodeId | undefined;
  readonly say: (word: HandshakeWord) => void;
  readonly proven: (node: NodeId) => void;
  readonly refuse: (code: TransportErrorCode, what: string) => void;
}

export class MemoryHandshake {
  readonly #end: Handshaker;
  #begun = false;
  #greeted = false; // the tail's hello has come and waits for its answer
  #expected: NodeId | undefined;

  constructor(end: Handshaker) {
    this.#end = end;
  }

  begin(expected: NodeId | undefined): void {
    this.#begun = true;
    this.#expected = expected;
    if (this.#end.role === 'tail') this.#end.say('hello');
    else this.#answer();
  }

  hear(word: HandshakeWord): void {
    if (word === 'hello') {
      this.#greeted = true;
      this.#answer();
      return;
    }
    const node = this.#judge();
    if (node === undefined) return;
    if (word === 'answer') this.#end.say('finished');
    this.#end.proven(node);
  }

  /** Nothing is answered before somebody here wants the connection. */
  #answer(): void {
    if (!this.#begun || !this.#greeted) return;
    this.#greeted = false;
    this.#end.say('answer');
  }

  #judge(): NodeId | undefined {
    const node = this.#end.remoteNode();
    if (node === undefined) {
      this.#end.refuse('tls-failed', 'the remote proves nothing');
    } else if (this.#expected !== undefined && node !== this.#expected) {
      this.#end.refuse('wrong-identity', `the key is of node ${node}, expected ${this.#expected}`);
      return undefined;
    }
    return node;
  }
}
