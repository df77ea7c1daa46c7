// `millrace network`: the map that a running node holds of the whole network, in the format that is asked for.
import { dot } from '../../network/dot.ts';
import { graphml } from '../../network/graphml.ts';
import { mermaid } from '../../network/mermaid.ts';
import { svg } from '../../network/svg.ts';
import { never } from '../../never.ts';
import type { NetworkView } from '../../status/networkView.ts';
import { askOnce, type AskFlags } from '../askNode.ts';
import type { NetworkFormat } from '../networkFormats.ts';
import { networkTable } from '../networkTable.ts';
import { print, printJson, width } from '../output.ts';

export interface NetworkFlags extends AskFlags {
  readonly format: NetworkFormat;
}

const drawn = (view: NetworkView, format: Exclude<NetworkFormat, 'json'>): string => {
  switch (format) {
    case 'table':
      return networkTable({ ...view, nodes: [...view.nodes, ...view.gone] }, width());
    case 'dot':
      return dot(view);
    case 'mermaid':
      return mermaid(view);
    case 'graphml':
      return graphml(view);
    case 'svg':
      return svg(view);
    default:
      return never(format);
  }
};

export const network = async ({ data, format, json }: NetworkFlags): Promise<void> => {
  const view = (await askOnce(data, { do: 'network' })) as NetworkView;
  if (json === true || format === 'json') printJson(view);
  else print(drawn(view, format).trimEnd());
};
