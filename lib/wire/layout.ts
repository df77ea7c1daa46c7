// Where the bits of an RSocket 1.0 frame are: rsocket.io/about/protocol, sections "Framing Format" and "Frame Types".
//
//     | length u24 | 0 + stream u31 | type u6 | flags u10 | depends on the type …
//                  └──────────── the frame: what `length` counts ─────────────

export const PREFIX_BYTES = 3;
export const HEADER_BYTES = 6;
export const CREDITS_BYTES = 4;
export const METADATA_LENGTH_BYTES = 3;
/** Versions, keep-alive, lifetime: what of a SETUP comes before the parts of variable length. */
export const SETUP_FIXED_BYTES = 12;
export const TOKEN_LENGTH_BYTES = 2;
export const MIME_LENGTH_BYTES = 1;
export const ERROR_CODE_BYTES = 4;
export const POSITION_BYTES = 8;
export const LEASE_BYTES = 8;

export const U24_MAX = 0xff_ffff;
export const U31_MAX = 0x7fff_ffff;

export const TYPE_SHIFT = 10;
export const FLAGS_MASK = 0x3ff;

export const TYPE = {
  SETUP: 0x01,
  LEASE: 0x02,
  KEEPALIVE: 0x03,
  REQUEST_RESPONSE: 0x04,
  REQUEST_FNF: 0x05,
  REQUEST_STREAM: 0x06,
  REQUEST_CHANNEL: 0x07,
  REQUEST_N: 0x08,
  CANCEL: 0x09,
  PAYLOAD: 0x0a,
  ERROR: 0x0b,
  METADATA_PUSH: 0x0c,
  RESUME: 0x0d,
  RESUME_OK: 0x0e,
  EXT: 0x3f,
} as const;

/** Some bits mean another thing in another type. */
export const FLAG = {
  IGNORE: 0x200,
  METADATA: 0x100,
  FOLLOWS: 0x80,
  RESUME: 0x80, // of SETUP
  RESPOND: 0x80, // of KEEPALIVE
  COMPLETE: 0x40,
  LEASE: 0x40, // of SETUP
  NEXT: 0x20,
} as const;
