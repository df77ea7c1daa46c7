// A node that hears a later record of itself than it has signed goes past it; one that must do so for ever is two.
import { nextSeq, type Header } from './header.ts';

export interface OwnSeq {
  /** Of the last record that this process has signed; undefined before the first. */
  readonly seq: number | undefined;
  /** The hash of that record. */
  readonly hash: string | undefined;
  /** When it went past a record that it had not signed: the last few times. */
  readonly jumps: readonly number[];
}

/** A restart with a clock that is behind takes one jump, and one more if a record was under way. */
export const JUMPS_MAX = 3;
/** Two processes with one key meet within seconds, over and over. */
export const JUMP_WINDOW_MS = 600_000;

export const NO_SEQ: OwnSeq = { seq: undefined, hash: undefined, jumps: [] };

/** After a record was signed. */
export const ownSigned = ({ jumps }: OwnSeq, { seq, hash }: Pick<Header, 'seq' | 'hash'>): OwnSeq =>
  ({ seq, hash, jumps });

export interface OwnHeard {
  readonly own: OwnSeq;
  /** The `seq` to sign the next record with, at once: somebody holds a record of this node that is not its last. */
  readonly reissue?: number;
  /** Another process has this key: a third jump within ten minutes. Whoever goes on would fight it for ever. */
  readonly duplicate: boolean;
}

/**
 * A record of this node, signed with its key, was heard from another one.
 *
 * @param now milliseconds since 1970
 */
export const ownHeard = (own: OwnSeq, heard: Pick<Header, 'seq' | 'hash'>, now: number): OwnHeard => {
  const echo = own.seq !== undefined && (heard.seq < own.seq || (heard.seq === own.seq && heard.hash === own.hash));
  if (echo) return { own, duplicate: false };
  const jumps = [...own.jumps.filter((at) => at > now - JUMP_WINDOW_MS), now].slice(-JUMPS_MAX);
  return { own: { ...own, jumps }, reissue: nextSeq(heard.seq, now), duplicate: jumps.length >= JUMPS_MAX };
};
