// An end of the program that is no bug: what to say, and the exit code.

/** 1: it failed. 2: it was asked for in a way that cannot be. */
export type ExitCode = 1 | 2;

/** The message is what stands behind `millrace: `, one line for each thing to say. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
