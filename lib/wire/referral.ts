// Records of others in a goodbye: where else to go, for one that is turned away. Opaque here, and checked by whoever
// takes them in.

/** As many as one answer of a full node may hold. */
export const REFERRED_MAX = 16;
/** In all, so that the goodbye is within what is read before a hello. */
const CHARS_MAX = 3_400;
const ITEM = /^[A-Za-z0-9_-]{1,1000}$/;

/** The first ones that fit, as a property to spread; nothing where there are none, or none that are records. */
export const referral = (records: unknown): { readonly records?: readonly string[] } => {
  if (!Array.isArray(records)) return {};
  const fitting: string[] = [];
  let chars = 0;
  for (const record of records.slice(0, REFERRED_MAX) as readonly unknown[]) {
    if (typeof record !== 'string' || !ITEM.test(record)) continue;
    chars += record.length;
    if (chars > CHARS_MAX) break;
    fitting.push(record);
  }
  return fitting.length === 0 ? {} : { records: fitting };
};
