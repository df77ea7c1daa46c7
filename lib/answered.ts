// One request that this node has answered, for whoever measures.

export interface Answered {
  /** One that has a handler here, or `other`: what a remote makes up names nothing. */
  readonly route: string;
  /** `answered`: something was said; `cancelled`: nothing was, before the remote or the connection ended it. */
  readonly outcome: 'answered' | 'failed' | 'cancelled' | 'no-route';
  /** Until it ended, in whole milliseconds: of a stream, for as long as it went on. */
  readonly ms: number;
}

/** The name of all routes that nobody answers here. */
export const OTHER_ROUTE = 'other';
