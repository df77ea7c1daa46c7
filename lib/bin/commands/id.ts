// `millrace id`: who a data folder's node is. Makes its key when there is none yet, so that others can be told first.
import { loadNodeKey } from '../../identity/loadNodeKey.ts';
import { dataPaths } from '../../store/dataFolder.ts';
import type { AskFlags } from '../askNode.ts';
import { print, printJson } from '../output.ts';

export const id = async ({ data, json }: AskFlags): Promise<void> => {
  const { id: node } = await loadNodeKey(dataPaths(data).key);
  if (json === true) printJson({ id: node });
  else print(node);
};
