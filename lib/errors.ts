// A part of the loop broke its contract: a bug, and loud. A node without its limit policy is not that node any more.

export type Role = 'source' | 'reducer' | 'policy' | 'guard' | 'effect';

export class LoopError extends Error {
  override readonly name = 'LoopError';
  readonly role: Role;
  /** The name the part was given under. */
  readonly part: string;

  constructor(role: Role, part: string, what: string, options?: ErrorOptions) {
    super(`${role} ${part} ${what}`, options);
    this.role = role;
    this.part = part;
  }
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
