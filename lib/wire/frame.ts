// RSocket 1.0 frames as plain data: rsocket.io/about/protocol. What each looks like on the wire is in `codec.ts`.

interface OnStream {
  readonly stream: number;
}

interface Carrying {
  /** Absent and empty are two things in RSocket: the metadata flag. */
  readonly metadata?: Uint8Array;
  readonly data: Uint8Array;
}

export interface SetupFrame extends Carrying {
  readonly type: 'SETUP';
  readonly major: number;
  readonly minor: number;
  readonly keepAliveMs: number;
  readonly lifetimeMs: number;
  /** The tail honours LEASE frames. */
  readonly lease: boolean;
  /** The tail asks for resumption; refused here. */
  readonly resume: boolean;
  readonly metadataMime: string;
  readonly dataMime: string;
}

/** `follows`: more fragments of the same message come. */
export interface RequestResponseFrame extends OnStream, Carrying {
  readonly type: 'REQUEST_RESPONSE';
  readonly follows: boolean;
}
export interface RequestFnfFrame extends OnStream, Carrying {
  readonly type: 'REQUEST_FNF';
  readonly follows: boolean;
}
export interface RequestStreamFrame extends OnStream, Carrying {
  readonly type: 'REQUEST_STREAM';
  readonly follows: boolean;
  readonly credits: number;
}
/** Refused here; decoded so that the refusal can name its stream. */
export interface RequestChannelFrame extends OnStream { readonly type: 'REQUEST_CHANNEL' }
export interface RequestNFrame extends OnStream { readonly type: 'REQUEST_N'; readonly credits: number }
export interface CancelFrame extends OnStream { readonly type: 'CANCEL' }
export interface PayloadFrame extends OnStream, Carrying {
  readonly type: 'PAYLOAD';
  readonly follows: boolean;
  readonly complete: boolean;
  readonly next: boolean;
}
export interface ErrorFrame extends OnStream {
  readonly type: 'ERROR';
  readonly code: number;
  readonly data: Uint8Array;
}
export interface KeepAliveFrame {
  readonly type: 'KEEPALIVE';
  readonly respond: boolean;
  readonly data: Uint8Array;
}
export interface LeaseFrame { readonly type: 'LEASE'; readonly ttlMs: number; readonly requests: number }
/** METADATA_PUSH, and what the spec's next version may bring: skipped when `ignore` allows it. */
export interface OtherFrame extends OnStream {
  readonly type: 'OTHER';
  readonly number: number;
  readonly ignore: boolean;
}

export type Frame =
  | SetupFrame | RequestResponseFrame | RequestFnfFrame | RequestStreamFrame | RequestChannelFrame | RequestNFrame
  | CancelFrame | PayloadFrame | ErrorFrame | KeepAliveFrame | LeaseFrame | OtherFrame;

/** Error codes of RSocket 1.0, section "Error Codes". */
export const ERROR_CODE = {
  INVALID_SETUP: 0x001,
  UNSUPPORTED_SETUP: 0x002,
  REJECTED_SETUP: 0x003,
  REJECTED_RESUME: 0x004,
  CONNECTION_ERROR: 0x101,
  CONNECTION_CLOSE: 0x102,
  APPLICATION_ERROR: 0x201,
  REJECTED: 0x202,
  CANCELED: 0x203,
  INVALID: 0x204,
} as const;

/** A breach of the protocol: the message holds the value and the limit, the reason is what the goodbye will say. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly reason: 'protocol' | 'too-big';

  constructor(reason: 'protocol' | 'too-big', message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
