// Finds the fixed elements of the page by their ids: what index.html and the code must agree on fails at once.

/** @throws TypeError when the page has no such element */
export const find = <K extends keyof HTMLElementTagNameMap>(id: string, name: K): HTMLElementTagNameMap[K] => {
  const element = document.getElementById(id);
  if (element?.localName !== name) throw new TypeError(`the page has no <${name} id="${id}">`);
  return element as HTMLElementTagNameMap[K];
};

/** Writes a text where it is another one: what does not change is not read out again. */
export const say = (element: Element, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};
