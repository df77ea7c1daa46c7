// `millrace why`: the answer in a sentence or two, and below it the chain of causes, newest first.
import type { EntryJson } from '../../status/entryJson.ts';
import { askOnce, type AskFlags } from '../askNode.ts';
import { print, printJson } from '../output.ts';

interface Answer {
  readonly subject: string;
  readonly chain: readonly EntryJson[];
  readonly summary: string;
  readonly texts: readonly string[];
}

export const why = async (
  subject: string,
  { data, json }: AskFlags,
): Promise<void> => {
  const { texts, ...answer } = (await askOnce(data, { do: 'why', subject })) as Answer;
  if (json === true) printJson(answer);
  else print(answer.summary, ...(texts.length === 0 ? [] : ['']), ...texts);
};
