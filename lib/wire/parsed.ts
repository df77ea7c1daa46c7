// JSON objects that a remote wrote into an ERROR frame.

/** @returns `undefined` for whatever is not a JSON object; only its own properties are to be read. */
export const parsed = (data: Uint8Array): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined; // not ours: the caller falls back on the frame's code
  }
};
