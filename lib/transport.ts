// How two nodes reach each other: TLS, plain TCP, or a network in memory. One contract spec holds for all of them.
import type { Observable } from 'rxjs';
import type { Address } from './address.ts';
import type { Signer } from './network/signing.ts';
import type { NodeId } from './nodeId.ts';

/**
 * Cold both ways: subscribing opens, unsubscribing lets go of what was opened and nothing else. Errors are
 * `TransportError`s.
 */
export interface Transport {
  /** False where nobody proves who they are: ids are then claims, and every report says so. */
  readonly secure: boolean;
  /** Signs for the node whose key it holds; a node whose transport has none is given one, or is in nobody's map. */
  readonly signer?: Signer;
  /**
   * Emits one Listener once the port is taken, and never completes; unsubscribing closes the port, but no connection.
   * `HOST:0` takes a free port. Errors when the port cannot be taken.
   */
  listen(local: Address): Observable<Listener>;
  /** Emits one connection as soon as the bytes could flow, before any handshake, and completes. */
  dial(remote: Address): Observable<Connection>;
}

export interface Listener {
  /** With the port that was taken. */
  readonly address: Address;
  /** Where others can reach it, when `address` stands for all of the machine's addresses. */
  readonly reachable?: readonly Address[];
  /**
   * One connection for each remote that reached us. Nothing is read or answered on it before `secure()`, so who is
   * not wanted costs nothing. Hot: subscribe at once. Whoever receives one must end in `secure()` or `destroy()`.
   */
  readonly connection$: Observable<Connection>;
  /** Who was turned away before a byte was read, counted: at most once a second for each reason. */
  readonly turned$?: Observable<Turned>;
}

/** Connections that were cut off as they came, since there were too many. */
export interface Turned {
  /** `group`: of one /24 or /48 in a short time; `all`: of all; `room`: too many stand in the door. */
  readonly why: 'group' | 'all' | 'room';
  readonly count: number;
  /** The last of them. */
  readonly from: Address;
}

/** Bytes could flow, but nobody has proven anything yet. */
export interface Connection {
  /** Where the other end is, without an id. */
  readonly remote: Address;
  /**
   * Does the handshake, emits one channel, completes. With `expected`, errors unless the remote's key is that node's.
   * Errors with a TransportError, and the connection is then destroyed. Unsubscribing before the end destroys it too.
   */
  secure(expected?: NodeId): Observable<Channel>;
  /** Ends it at once, without a word. May be called at any time and more than once. */
  destroy(): void;
}

/** A stream of bytes both ways, to somebody known. */
export interface Channel {
  /** Proven by the handshake; absent on a transport that is not secure. */
  readonly identity?: Identity;
  /**
   * What the remote sends, in order, in chunks of any size. No byte is lost before the first subscription; there is
   * but one. Completes when the remote ended in good order, errors with a TransportError when the connection broke.
   * Unsubscribing destroys the channel.
   */
  readonly bytes$: Observable<Uint8Array>;
  /** Bytes written and not yet handed to the network. */
  readonly buffered: number;
  /** Emits whenever `buffered` has fallen to zero after having been above it. */
  readonly drained$: Observable<void>;
  /** Takes the bytes as they are: the caller must not change them afterwards. Harmless after the end. */
  write(bytes: Uint8Array): void;
  /** Stops and resumes reading, so that the network itself holds the remote back. */
  pause(): void;
  resume(): void;
  /** Sends what was written, then ends in good order. Reading goes on until the remote ends as well. */
  end(): void;
  /** Ends it at once. May be called at any time and more than once. */
  destroy(): void;
}

export interface Identity {
  readonly node: NodeId;
  /** 32 bytes that both ends derive from this handshake and nobody else can: RFC 5705, RFC 8446 section 7.5. */
  readonly binding: Uint8Array;
}

export type TransportErrorCode =
  | 'unreachable' // refused, no route, no such host, no answer
  | 'in-use' // the port to listen on is taken
  | 'not-permitted' // the port or address to listen on may not be taken
  | 'tls-failed' // the handshake failed: version, ALPN, garbage
  | 'bad-certificate' // a certificate failed a check
  | 'wrong-identity' // the remote's key is another node's than the one expected
  | 'reset'; // the connection broke

/** What went wrong on the way; the message holds the address and the system's own code. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
