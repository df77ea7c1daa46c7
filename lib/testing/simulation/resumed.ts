// What a recorded node takes with it into a simulation, in the words of that simulation's network.
import type { Endpoint } from '../../address.ts';
import { itemText } from '../../exchange/itemText.ts';
import type { KeyedHash } from '../../network/keyedHash.ts';
import type { NodeId } from '../../nodeId.ts';
import { writeBook } from '../../store/writeBook.ts';
import { Move, type Beginning } from './beginning.ts';

export interface Resumed {
  /** For its disk, with the number of its last record. */
  readonly book: string;
  readonly seq: number;
  /** What it knows of the map, as items. */
  readonly heard: readonly string[];
  /** The records among them, by hash. */
  readonly signed: readonly (readonly [NodeId, string])[];
}

export const resumed = (beginning: Beginning, keys: KeyedHash, place: (number: number) => Endpoint): Resumed => {
  const move = new Move(beginning, place);
  const records = beginning.nodes.map(({ record }) => move.record(record, keys));
  return {
    book: writeBook(move.book(beginning.book)),
    seq: beginning.nodes[0].record.header.seq,
    heard: records.map((record) => itemText({ type: 'record', record })),
    signed: records.map(({ header }) => [header.id, header.hash]),
  };
};
