// The commands that ask a running node: `status`, `peers`, `network`, `events` and `why`.
import { Option, type Command } from 'commander';
import type { AskFlags } from './askNode.ts';
import type { EventsFlags } from './commands/events.ts';
import type { NetworkFlags } from './commands/network.ts';
import type { PeersFlags } from './commands/peers.ts';
import type { StatusFlags } from './commands/status.ts';
import { ENTRY_TYPES, KINDS } from './entryTypes.ts';
import { list, namesFlag, sinceFlag } from './flags.ts';
import { NETWORK_FORMATS } from './networkFormats.ts';
import { dataOption, example, jsonOption } from './options.ts';

const addEvents = (program: Command): void => {
  example(
    program.command('events').description('what happens in a running node, as it happens; times are UTC'),
    'millrace events --kind refusal --since 1h',
    'millrace events --subject 127.0.0.1 --type peer-opened,peer-closed --past',
  )
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--all', 'also ticks, pings and signs of life')
    .addOption(new Option('--kind <kinds>', `of these kinds alone: ${KINDS.join(', ')}`).argParser(namesFlag(KINDS)))
    .addOption(
      new Option('--type <types>', 'of these types alone, with commas between them').argParser(namesFlag(ENTRY_TYPES)))
    .option('--by <name>', 'of this policy, guard, reducer, source or effect alone; repeatable', list(String))
    .option('--subject <subject>', "about this connection, node id or its first 8 characters, HOST:PORT or host alone")
    .option('--since <when>', 'first what the node remembers: since 10m ago, or since 2026-01-31T12:00:00Z', sinceFlag)
    .option('--past', 'only what it remembers; do not wait for more')
    .action(async (flags: EventsFlags) => (await import('./commands/events.ts')).events(flags));
};

const WATCH = 'a live view on a terminal; elsewhere a report for each change';

export const addQuestions = (program: Command): void => {
  example(program.command('status').description('the status report of a running node'), 'millrace status --watch')
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--watch', WATCH)
    .action(async (flags: StatusFlags) => (await import('./commands/status.ts')).status(flags));
  example(
    program.command('peers').description('the connections of a running node'),
    'millrace peers --watch',
    'millrace peers --json',
  )
    .addOption(dataOption())
    .addOption(jsonOption())
    .option('--watch', WATCH)
    .action(async (flags: PeersFlags) => (await import('./commands/peers.ts')).peers(flags));
  example(
    program.command('network').description('the map of the whole network, with its digest and whether all agree on it'),
    'millrace network --format dot | dot -Tsvg > network.svg',
  )
    .addOption(dataOption())
    .addOption(new Option('--format <name>', 'how to show it').choices(NETWORK_FORMATS).default('table'))
    .addOption(jsonOption())
    .action(async (flags: NetworkFlags) => (await import('./commands/network.ts')).network(flags));
  addEvents(program);
  example(
    program.command('why').description('what led to the last thing that happened to a connection, node or address'),
    'millrace why out-3',
    'millrace why 127.0.0.1:7000',
  )
    .argument('<subject>', "a connection's id, a node id or its first 8 characters, HOST:PORT, or a host")
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (subject: string, flags: AskFlags) => (await import('./commands/why.ts')).why(subject, flags));
};
