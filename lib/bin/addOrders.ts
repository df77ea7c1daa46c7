// The commands that order a running node: `dial`, `drop`, `ban`, `unban` and `dump`.
import { Option, type Command } from 'commander';
import type { OperatorRequest } from '../command.ts';
import type { AskFlags } from './askNode.ts';
import { addressFlag, durationFlag } from './flags.ts';
import { dataOption, example, jsonOption } from './options.ts';

interface BanFlags extends AskFlags {
  readonly for: number;
  readonly reason?: string;
}

const DAY_MS = 86_400_000;

const ordered = async (request: OperatorRequest, flags: AskFlags): Promise<void> =>
  (await import('./commands/order.ts')).order(request, flags);

export const addOrders = (program: Command): void => {
  example(
    program.command('dial').description('have a running node connect to an address'),
    'millrace dial 127.0.0.1:7000',
  )
    .argument('<address>', 'HOST:PORT, [IPV6]:PORT or NODEID@HOST:PORT', addressFlag)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((address: string, flags: AskFlags) => ordered({ type: 'dial', address }, flags));
  example(program.command('drop').description('have a running node close a connection'), 'millrace drop out-3')
    .argument('<peer>', "a connection's id, or whatever names its node: id, address, host")
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((subject: string, flags: AskFlags) => ordered({ type: 'drop', subject }, flags));
  example(
    program.command('ban').description('close the connections of a node, address or host, and allow no new one'),
    'millrace ban 203.0.113.9 --for 2h --reason "floods"',
  )
    .argument('<subject>', "a node id, HOST:PORT, a host, or a connection's id: then its node is meant")
    .addOption(
      new Option('--for <duration>', 'like 90s, 10m, 1h30m or 2d').default(DAY_MS, '24h').argParser(durationFlag),
    )
    .option('--reason <text>', 'for the ban list, and told to who is banned')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((subject: string, { for: forMs, reason = 'by the operator', ...flags }: BanFlags) =>
      ordered({ type: 'ban', subject, forMs, reason }, flags));
  example(program.command('unban').description('lift a ban'), 'millrace unban 203.0.113.9')
    .argument('<subject>', 'as the ban list shows it; of a node id, the first 8 characters do')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((subject: string, flags: AskFlags) => ordered({ type: 'unban', subject }, flags));
  example(
    program.command('dump').description('have a running node write its report to its data folder'),
    'millrace dump',
  )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: AskFlags) => ordered({ type: 'dump' }, flags));
};
