// What went wrong between a command and the node it talks to.

export type ControlErrorCode =
  | 'not-running' // nobody listens on the socket
  | 'not-permitted' // the socket is another user's
  | 'refused' // the node answered that it will not, or cannot
  | 'cut-off' // the connection ended in the middle of an answer
  | 'in-use' // another process listens on the socket
  | 'bad-path'; // the socket's path is too long, or something else is there

/** The message is one line for people, and names the socket where it matters. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly code: ControlErrorCode;

  constructor(code: ControlErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
