// `millrace dial`, `drop`, `ban`, `unban` and `dump`: an order to a running node, and what came of it.
import type { OperatorRequest } from '../../command.ts';
import type { OrderOutcome } from '../../control/orderOutcome.ts';
import { never } from '../../never.ts';
import { span } from '../../status/inWords.ts';
import { askOnce, type AskFlags } from '../askNode.ts';
import { print, printJson } from '../output.ts';

const ended = ({ peers }: OrderOutcome): string => (peers.length === 0 ? '' : `, closing ${peers.join(', ')}`);

const told = (request: OperatorRequest, outcome: OrderOutcome): string => {
  switch (request.type) {
    case 'dial':
      return `dialling ${request.address} as ${outcome.peers.join(', ')}`;
    case 'drop':
      return `closing ${outcome.peers.join(', ')}`;
    case 'ban':
      return `banned ${outcome.subjects.join(', ')} for ${span(request.forMs)}${ended(outcome)}`;
    case 'unban':
      return `lifted the ban on ${outcome.subjects.join(', ')}`;
    case 'dump':
      return `wrote ${outcome.file ?? 'the report'}`;
    default:
      return never(request);
  }
};

export const order = async (
  request: OperatorRequest,
  { data, json }: AskFlags,
): Promise<void> => {
  const outcome = (await askOnce(data, { do: 'order', request })) as OrderOutcome;
  if (json === true) printJson(outcome);
  else print(told(request, outcome));
};
