// Text from a remote, made safe to print: it can move no cursor, hide in no direction mark, and start no second line.

/** Everything but printable ASCII: controls, C1, line separators, bidirectional marks, and look-alike letters. */
const UNSAFE = /[^\x20-\x7e]/gu;

const TEXT_MAX = 256;

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** At most 256 characters, and `...` where there were more. */
export const printable = (text: string): string => {
  const cut = text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}...` : text;
  return cut.replace(UNSAFE, escaped);
};
