// The command line: every command with its flags and an example. What a command does is loaded when it is called.
import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addCheck } from './addCheck.ts';
import { addCompletion } from './addCompletion.ts';
import { addFiles } from './addFiles.ts';
import { addNodes } from './addNodes.ts';
import { addOrders } from './addOrders.ts';
import { addQuestions } from './addQuestions.ts';
import { addRecordings } from './addRecordings.ts';
import { addSimulation } from './addSimulation.ts';
import { withExitStatus } from './exitStatus.ts';
import { example } from './options.ts';
import { complaint } from './reported.ts';

/** Two lines of commander's become one: `error: ...` and `(Did you mean ...?)`. */
const oneLine = (text: string): string => complaint(text.trim().replace(/^error: /, '').replaceAll('\n', ' '));

export const program = (): Command => {
  const root = new Command('millrace')
    .description('A peer-to-peer network controller made of RxJS streams.')
    .version(VERSION, '-V, --version')
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(oneLine(text)) });
  const adds = [
    addNodes, addQuestions, addCheck, addOrders,
    addFiles, addRecordings, addSimulation, addCompletion,
  ];
  for (const add of adds) add(root);
  withExitStatus(root);
  return example(root, 'millrace devnet', 'millrace status --data .millrace/devnet/node-1');
};
