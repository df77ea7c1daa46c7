// What a command of the exchange wants, as the end of "chose to ...".
import type { CommandOf } from '../command.ts';
import { never } from '../never.ts';
import { counted } from './inWords.ts';
import { nodeName, place } from './names.ts';
import { networkPhrase } from './networkPhrase.ts';

export type ExchangeCommand = CommandOf<
  | 'watch' | 'push' | 'advertise' | 'fetch' | 'choose-supply' | 'beat' | 'reconcile' | 'issue-record' | 'test'
  | 'verify' | 'prove' | 'ask-peers' | 'hear'
  | 'attest' | 'announce'
>;

const supplyPhrase = ({ peer, supply }: Pick<CommandOf<'choose-supply'>, 'peer' | 'supply'>): string =>
  supply === 'news' ? `have ${peer} tell what is new` : `have ${peer} tell that there is something new, and no more`;

export const exchangePhrase = (command: ExchangeCommand): string => {
  switch (command.type) {
    case 'watch':
      return `follow the map of ${command.peer}`;
    case 'push': {
      const { peer, nodes, headers = [], doubts = [] } = command;
      return `tell ${peer} of ${counted(nodes.length + headers.length + doubts.length, 'node')}`;
    }
    case 'advertise':
      return `tell ${command.peer} that there is something new of ${counted(command.nodes.length, 'node')}`;
    case 'fetch':
      return `ask ${command.peer} for ${counted(command.ids.length, 'record')}`;
    case 'choose-supply':
      return supplyPhrase(command);
    case 'beat':
      return `tell ${command.peer} where this node stands`;
    case 'reconcile':
      return command.since === undefined ? `compare maps with ${command.peer}`
        : `ask ${command.peer} what has changed since both maps were the same`;
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
