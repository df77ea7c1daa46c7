// What a command of the exchange wants, as the end of "chose to ...".
import type { CommandOf } from '../command.ts';
import { never } from '../never.ts';
import { counted } from './inWords.ts';
import { nodeName, place } from './names.ts';
import { networkPhrase } from './networkPhrase.ts';

export type ExchangeCommand = CommandOf<
  'watch' | 'push' | 'beat' | 'reconcile' | 'issue-record' | 'test' | 'attest' | 'announce'
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
    case 'attest':
      return `say to all that ${nodeName(command.node)} cannot be reached`;
    case 'announce':
      return `say that ${networkPhrase(command.news)}`;
    default:
      return never(command);
  }
};
