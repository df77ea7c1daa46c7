// A devnet as a person sees it.
import { counted, span } from '../status/inWords.ts';
import { columns } from './columns.ts';
import { agreedOn, edges, running, type Devnet, type DevnetNode } from './devnetModel.ts';
import { short } from './statusText.ts';

const stateOf = ({ id, ended }: DevnetNode): string =>
  ended !== undefined ? `ended: ${ended}` : id === undefined ? 'starting' : 'ready';

export const readyLine = ({ name, id = '', address = '', pid = 0 }: DevnetNode): string =>
  `${name}  ready  ${id}  ${address}  pid ${pid}`;

export const endedLine = ({ name, ended = '', said }: DevnetNode): string =>
  `${name}  ended  ${ended}${said === undefined ? '' : `: ${said.replace(/^millrace: /, '')}`}`;

/** @param tookMs since the first node was started; left out when a node has come or gone since */
export const convergedLine = (devnet: Devnet, tookMs?: number): string => {
  const count = running(devnet).length;
  const how = tookMs === undefined ? 'again' : `in ${span(tookMs)}`;
  const map = `all have proven that they agree on map ${short(agreedOn(devnet))}`;
  return `converged ${how}: ${counted(count, 'node')}, ${counted(edges(devnet), 'edge')}, ${map}`;
};

/** One line a node. */
export const devnetTable = (devnet: Devnet, width: number): readonly string[] => {
  const rows = [...devnet.values()].map((node) => {
    const { name, id, address, pid, ended, report } = node;
    const counts = report === undefined || ended !== undefined ? ['-', '-', '-', '-'] : [
      String(report.outgoing.length), String(report.incoming.length), short(report.network.digest),
      report.network.agreement.proven ? 'yes' : 'not yet',
    ];
    return [name, short(id), address ?? '-', pid === undefined ? '-' : String(pid), stateOf(node), ...counts];
  });
  return columns([['NODE', 'ID', 'ADDRESS', 'PID', 'STATE', 'OUT', 'IN', 'MAP', 'AGREED'], ...rows], width);
};

/** @param command how this program is called here @param folder the devnet's */
export const hints = (devnet: Devnet, command: string, folder: string): readonly string[] => {
  const nodes = running(devnet);
  const [first, last] = [nodes[0], nodes.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    `the dashboard is at http://${first.http ?? ''}/`,
    `their data is in ${folder}/node-K`,
    'try, in another terminal:',
    `  ${command} status --data ${folder}/${first.name}`,
    `  ${command} network --data ${folder}/${last.name}`,
    `  ${command} events --data ${folder}/${first.name}`,
    'kill one, ask why it is down, and bring it back:',
    `  kill -9 ${last.pid ?? 0}`,
    `  ${command} why ${short(last.id)} --data ${folder}/${first.name}`,
    `  ${command} start --data ${folder}/${last.name} \\`,
    `    --label ${last.name} --listen ${last.address ?? ''} --peer ${first.address ?? ''}`,
    'Ctrl-C stops all of them',
  ];
};
