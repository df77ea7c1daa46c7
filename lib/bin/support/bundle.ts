// What somebody who is asked for help gets to see of a node: what tells what is wrong, and nothing of whose it is.
import type { SupportView } from '../../control/answers.ts';
import { redactValues } from '../../recording/redactValues.ts';
import type { TarFile } from './tar.ts';

/** What runs where; of the machine's name and its user nothing is said. */
export interface Machine {
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly platform: object;
}

export interface BundledFile extends TarFile {
  readonly about: string;
}

const FOLDER = 'millrace-support';

const README = (files: readonly { readonly name: string; readonly about: string }[]): string => `What is in here

${files.map(({ name, about }) => `${name.padEnd(16)} ${about}`).join('\n')}

Node ids, addresses, host names, labels, keys, file names, the network's name and other words are replaced by
pseudonyms, each the same in all of these files and another in every bundle. Times, numbers, ports, and the words that
Millrace itself uses are as they were. The private key was not read.
`;

const partsIn = ({ journal }: SupportView): readonly string[] =>
  [...new Set(journal.flatMap(({ by, guard }) => (typeof guard === 'string' ? [by, guard] : [by])))];

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** @param secret 32 bytes by chance, to be forgotten afterwards */
export const bundle = (
  view: SupportView,
  { versions, platform }: Machine,
  secret: Uint8Array,
): readonly BundledFile[] => {
  const { status, peers, network, journal, config } = redactValues(
    { ...view }, { secret, network: view.status.node.network, parts: partsIn(view) });
  const texts = [
    { name: 'status.json', about: 'the status report', text: pretty(status) },
    { name: 'peers.json', about: 'the connections, in every phase', text: pretty(peers) },
    { name: 'network.json', about: 'the map of the network', text: pretty(network) },
    {
      name: 'journal.ndjson', about: `the last ${(journal as unknown[]).length} events, commands and refusals`,
      text: (journal as unknown[]).map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    },
    { name: 'config.json', about: 'what the node was started with', text: pretty(config) },
    { name: 'versions.json', about: 'of millrace and of what it runs on', text: pretty(versions) },
    { name: 'platform.json', about: 'the kind of machine', text: pretty(platform) },
  ];
  return [{ name: 'README.txt', about: 'this list', text: README(texts) }, ...texts].map(({ name, about, text }) =>
    ({ name: `${FOLDER}/${name}`, about, bytes: new TextEncoder().encode(text) }));
};
