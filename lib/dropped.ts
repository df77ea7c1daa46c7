// How long two nodes stay apart after an operator has parted them.

/** A peer that its operator dropped is left alone for so long, by both ends; `dial` brings it back at once. */
export const DROPPED_MS = 600_000;
