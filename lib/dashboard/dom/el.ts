// Makes elements. Whatever a remote has said goes in as text: nothing here ever reads markup.

export type Child = Node | string | undefined;

type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

const SVG = 'http://www.w3.org/2000/svg';

const dressed = <E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E => {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/**
 * @param attributes by name; a function listens to the event of that name, `false` is left out
 * @example el('button', { type: 'button', click: () => close() }, 'Close')
 */
export const el = <K extends keyof HTMLElementTagNameMap>(
  name: K, attributes: Attributes = {}, ...children: readonly Child[]
): HTMLElementTagNameMap[K] => dressed(document.createElement(name), attributes, children);

export const svg = <K extends keyof SVGElementTagNameMap>(
  name: K, attributes: Attributes = {}, ...children: readonly Child[]
): SVGElementTagNameMap[K] => dressed(document.createElementNS(SVG, name), attributes, children);
