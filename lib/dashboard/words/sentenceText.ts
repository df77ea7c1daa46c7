// A sentence of the node as the page shows it: ids are short, and the time has a column of its own.
import { shortId } from './nodeWords.ts';

const TIME = /^\d\d:\d\d:\d\d\.\d{3} {2}/;
const ID = /(?<![a-z0-9])[a-z2-7]{32}(?![a-z0-9])/g;

/** @example sentenceText('12:03:04.512  dialled 127.0.0.1:7001 as out-3') // 'dialled 127.0.0.1:7001 as out-3' */
export const sentenceText = (text: string): string => text.replace(TIME, '').replace(ID, (id) => `${shortId(id)}…`);
