// Unsigned integers, big endian, by hand: a DataView costs an object for every chunk that passes.
// What lies past the end reads as 0, so whoever reads checks the length first.

export const readU16 = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

export const readU24 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

export const readU32 = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;

// A store keeps the lowest eight bits of what it is given. Each returns the offset behind what it wrote.

export const writeU16 = (value: number, target: Uint8Array, at: number): number => {
  target[at] = value >>> 8;
  target[at + 1] = value;
  return at + 2;
};

export const writeU24 = (value: number, target: Uint8Array, at: number): number => {
  target[at] = value >>> 16;
  target[at + 1] = value >>> 8;
  target[at + 2] = value;
  return at + 3;
};

export const writeU32 = (value: number, target: Uint8Array, at: number): number => {
  target[at] = value >>> 24;
  target[at + 1] = value >>> 16;
  target[at + 2] = value >>> 8;
  target[at + 3] = value;
  return at + 4;
};
