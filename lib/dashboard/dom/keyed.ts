// Keeps the children of an element in step with a list: a row that stays keeps its element, and with it the focus.

interface Row<T> {
  readonly element: HTMLElement;
  readonly draw: (item: T) => void;
  item: T | undefined;
}

export interface Keyed<T> {
  /** Draws the list in its order; an item that is the same as before is not drawn again. */
  draw(items: readonly T[]): void;
}

/** @param make a row, empty, and how an item is drawn into it */
export const keyed = <T>(
  parent: HTMLElement,
  keyOf: (item: T) => string,
  make: (key: string) => { readonly element: HTMLElement; readonly draw: (item: T) => void },
): Keyed<T> => {
  let rows = new Map<string, Row<T>>();
  const rowOf = (item: T): Row<T> => {
    const key = keyOf(item);
    return rows.get(key) ?? { ...make(key), item: undefined };
  };
  return {
    draw: (items) => {
      const next = new Map<string, Row<T>>();
      let after: Element | null = parent.firstElementChild;
      for (const item of items) {
        const row = rowOf(item);
        next.set(keyOf(item), row);
        if (row.item !== item) row.draw(item);
        row.item = item;
        if (row.element === after) after = after.nextElementSibling;
        else parent.insertBefore(row.element, after);
      }
      for (const [key, { element }] of rows) if (!next.has(key)) element.remove();
      rows = next;
    },
  };
};
