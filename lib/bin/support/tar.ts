// A tar archive of a few files: POSIX.1-1988 ustar, which every system unpacks.

export interface TarFile {
  /** In ASCII, with slashes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
const NAME_BYTES_MAX = 100;
const OWNER_ONLY = 0o600;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

/** The checksum is of the header with spaces where the checksum stands. */
const checksum = (header: Buffer): number => header.reduce((sum, byte) => sum + byte, 0);

const headerOf = ({ name, bytes }: TarFile, at: number): Buffer => {
  if (Buffer.byteLength(name) > NAME_BYTES_MAX) throw new RangeError(`name ${name}, limit ${NAME_BYTES_MAX} bytes`);
  const header = Buffer.alloc(BLOCK);
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, name], [100, octal(OWNER_ONLY, 8)], [108, octal(0, 8)], [116, octal(0, 8)], [124, octal(bytes.length, 12)],
    [136, octal(Math.floor(at / 1_000), 12)], [148, ' '.repeat(8)], [156, '0'], [257, 'ustar\0'], [263, '00'],
  ];
  for (const [offset, text] of fields) header.write(text, offset, 'latin1');
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
};

const padded = (bytes: Uint8Array): readonly Uint8Array[] =>
  [bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];

/**
 * @param at when the files were made; milliseconds since 1970
 * @throws RangeError for a name that has no room in a header
 */
export const tar = (files: readonly TarFile[], at: number): Uint8Array =>
  Buffer.concat([...files.flatMap((file) => [headerOf(file, at), ...padded(file.bytes)]), Buffer.alloc(2 * BLOCK)]);
