// What a command of the exchange wants, as the end of "chose to ...".
import type { CommandOf } from '../command.ts';
import { never } from '../never.ts';
import { counted } from './inWords.ts';
import { nodeName, place } from './names.ts';
import { networkPhrase } from './networkPhrase.ts';

export type ExchangeCommand = CommandOf<
  | 'watch' | 'push' | 'beat' | 'reconcile' | 'issue-record' | 'test' | 'verify' | 'prove' | 'ask-peers' | 'hear'
  | 'attest' | 'announce'
>;

export const exchangePhrase = (command: ExchangeCommand): string => {
  switch (command.type) {
    case 'watch':
      return `follow the map of ${command.peer}`;
    case 'push':
      return `tell ${command.peer} of ${counted(command.nodes.length, 'node')}`;
    case 'beat':
      return `tell ${command.peer} where this node stands`;
    case 'reconcile':
      return `compare maps with ${command.peer}`;
    case 'issue-record':
      return command.leaving ? 'say to all that it leaves'
        : `say to all that it has ${counted(command.out.length, 'edge')}`;
    case 'test':
      return `see whether ${nodeName(command.node)} answers at ${place(command.address)}`;
    case 'verify':
      return `ask ${command.peer} whether it can reach ${nodeName(command.node)}`;
    case 'prove':
      return `see whether ${nodeName(command.node)} is at ${place(command.address)}`;
    case 'ask-peers':
      return `ask ${command.peer} for ${counted(command.count, 'node')}`;
    case 'hear':
      return `take in ${counted(command.items.length, 'item')} that ${command.peer} sent along`;
    case 'attest':
      return `say to all that ${nodeName(command.node)} cannot be reached`;
    case 'announce':
      return `say that ${networkPhrase(command.news)}`;
    default:
      return never(command);
  }
};
