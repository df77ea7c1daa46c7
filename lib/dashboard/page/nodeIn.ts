// A node of the map by its id, also one that is no longer of the network.
import type { NetworkNode } from './nodeRows.ts';
import type { Page } from './page.ts';

export const nodeIn = ({ network }: Pick<Page, 'network'>, id: string): NetworkNode | undefined =>
  network?.nodes.find((node) => node.id === id) ?? network?.gone.find((node) => node.id === id);
