// The flags that several commands share, and how their help shows an example.
import { Option, type Command } from 'commander';
import { addressFlag, list, mebibytesFlag } from './flags.ts';

export const dataOption = (): Option =>
  new Option('--data <dir>', 'the data folder of the node').default('.millrace');

export const jsonOption = (): Option => new Option('--json', 'for programs: the exact shapes of the documentation');

export const example = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`);

/** What a node can be told on the command line; the same for `start` and for `config print`. */
export const nodeOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'YAML or JSON; flags override what is in it')
    .option('--listen <host:port>', 'where to accept connections; port 0 takes a free one', addressFlag)
    .option('--announce <host:port>', 'where others can reach it, behind a router; repeatable', list(addressFlag))
    .option('--peer <address>', 'an address to begin with; repeatable', list(addressFlag))
    .option('--mdns [interface]', 'find nodes on the local network by mDNS; IPv4 address of one interface')
    .option('--data <dir>', 'the folder for key, address book and control socket (default: .millrace)')
    .option('--http <host:port>', 'where dashboard and reports are served, or "off" (default: a free loopback port)')
    .option('--http-expose', 'allow --http on addresses that other machines can reach')
    .option('--http-host <name>', 'a Host header to serve beside the own ones; repeatable', list(String))
    .option('--label <name>', 'a name for people')
    .option('--network <name>', 'nodes of different networks refuse each other')
    .addOption(new Option('--transport <name>', 'tcp: nobody proves who they are').choices(['tls', 'tcp']))
    .option('--insecure', 'allow transport tcp on addresses that other machines can reach')
    .option('--policy <file>', 'a module with policies or guards of your own; repeatable', list(String))
    .option('--record <file>', 'write down all that happens, for "millrace replay"')
    .option('--record-segment <MiB>', 'how long FILE gets before FILE.1 is begun (default: 64)', mebibytesFlag)
    .option('--record-limit <MiB>', 'how much all of them may take (default: 1024)', mebibytesFlag);
