// The network as GraphML, for programs that analyse graphs.
import { printable } from '../printable.ts';
import type { NetworkReport } from './networkReport.ts';
import { xml } from './xml.ts';

const KEYS: readonly (readonly [name: string, on: 'node' | 'edge', type: string])[] = [
  ['label', 'node', 'string'], ['verdict', 'node', 'string'], ['addresses', 'node', 'string'], ['seq', 'node', 'long'],
  ['denied', 'edge', 'boolean'],
];

const data = (key: string, value: string): string => `<data key="${key}">${xml(printable(value))}</data>`;

/** @example graphml(report) // '<?xml version="1.0" encoding="UTF-8"?>\n<graphml ...' */
export const graphml = ({ nodes, edges }: NetworkReport): string => [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
  ...KEYS.map(([name, on, type]) => `  <key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>`),
  '  <graph id="network" edgedefault="directed">',
  ...nodes.map(({ id, label, verdict, addresses, seq }) => `    <node id="${xml(id)}">${[
    data('label', label ?? ''), data('verdict', verdict), data('addresses', addresses.join(' ')),
    data('seq', String(seq)),
  ].join('')}</node>`),
  ...edges.map(({ tail, head, denied }) =>
    `    <edge source="${xml(tail)}" target="${xml(head)}">${data('denied', String(denied))}</edge>`),
  '  </graph>',
  '</graphml>',
  '',
].join('\n');
