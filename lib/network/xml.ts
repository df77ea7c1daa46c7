// Text that stands in XML, as content or in an attribute.

const ENTITIES: Readonly<Record<string, string>> =
  { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** What is printable needs no more: XML 1.0 has no way at all to write most of the other characters. */
export const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
