// Whether a search means a node: by its label, its id, an address, or its verdict.

interface Searched {
  readonly id: string;
  readonly label: string | null;
  readonly addresses: readonly string[];
  readonly verdict: string;
}

/** Every word must be found. An empty search means nobody. @example matches(node, 'anna up') */
export const matches = ({ id, label, addresses, verdict }: Searched, query: string): boolean => {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const name = (label ?? '').toLowerCase();
  return (
    words.length > 0 &&
    words.every(
      (word) =>
        name.includes(word) ||
        id.startsWith(word) ||
        verdict === word ||
        addresses.some((address) => address.includes(word)),
    )
  );
};
