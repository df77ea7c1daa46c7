// What a command wants, as the end of "chose to ...".
import type { Command } from '../command.ts';
import { loopPhrase } from '../loopPhrase.ts';
import { never } from '../never.ts';
import { exchangePhrase } from './exchangePhrase.ts';
import { detailOf, meaning } from './howItEnded.ts';
import { span } from './inWords.ts';
import { detailed, place, subjectName } from './names.ts';

/** @example commandPhrase(dial('127.0.0.1:7000')) // 'dial 127.0.0.1:7000' */
export const commandPhrase = (command: Command): string => {
  switch (command.type) {
    case 'dial':
      return `dial ${place(command.address)}`;
    case 'accept':
      return `let ${command.peer} in as far as the handshake`;
    case 'welcome':
      return `let ${command.peer} stay`;
    case 'close':
      return detailed(`close ${command.peer}: ${meaning(command.reason)}`, detailOf(command));
    case 'ping':
      return `ping ${command.peer}`;
    case 'watch':
    case 'push':
    case 'advertise':
    case 'fetch':
    case 'choose-supply':
    case 'beat':
    case 'reconcile':
    case 'issue-record':
    case 'test':
    case 'verify':
    case 'prove':
    case 'ask-peers':
    case 'hear':
    case 'attest':
    case 'announce':
      return exchangePhrase(command);
    case 'defer':
      return detailed(
        `leave ${place(command.address)} alone for ${span(command.forMs)} after ${attempts(command.attempts)}`,
        command.error,
      );
    case 'break-loop':
      return `leave ${place(command.address)} alone for ${span(command.forMs)}: ${loopPhrase(command.loop)}`;
    case 'ban':
      return detailed(`ban ${subjectName(command.subject)} for ${span(command.forMs)}`, command.reason);
    case 'unban':
      return `unban ${subjectName(command.subject)}`;
    case 'save':
      return 'write the address book';
    case 'report':
      return `write a report to the ${command.to}`;
    case 'stop':
      return 'stop';
    default:
      return never(command);
  }
};

export const attempts = (count: number): string => (count === 1 ? '1 attempt' : `${count} attempts`);
