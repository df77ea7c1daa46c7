// What is to be measured: the flags of `npm run bench:discovery`.
import { parseArgs } from 'node:util';

export const TABLES = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8'] as const;
export type TableId = (typeof TABLES)[number];

export interface Options {
  readonly tables: readonly TableId[];
  readonly nodes: readonly number[];
  /** Shares, not percents. */
  readonly losses: readonly number[];
  readonly seeds: readonly number[];
  /** About a minute: few samples of small networks. */
  readonly quick: boolean;
  /** Where the figures go as JSON. */
  readonly out: string;
  /** Where each run goes as soon as it has ended, and where those that have need not be made again. */
  readonly keep?: string;
}

const HELP = `npm run bench:discovery -- [flags]

  --table C1,C5     of ${TABLES.join(', ')}; all unless told
  --nodes 10,100    sizes of the networks; 10, 100 and 1,000 unless told
  --loss 0,5        percents of writes that are lost at first; 0, 1, 5 and 10 unless told
  --seeds 3         how many seeds, from 1 on
  --seed 7          this one only
  --out FILE        where the figures go as JSON; bench-discovery.json unless told
  --keep FILE       each run is appended to it when it has ended; those in it already are not made again
  --quick           about a minute: one seed, ten and twenty nodes, 0 and 5 %
`;

const numbers = (text: string): readonly number[] => text.split(',').map((part) => {
  const number = Number(part);
  if (part.trim() === '' || !(number >= 0)) throw new Error(`"${part}" is no number; ask with --help`);
  return number;
});

const tableOf = (text: string): TableId => {
  const found = TABLES.find((id) => id === text.trim().toUpperCase());
  if (found === undefined) throw new Error(`no table "${text}": there are ${TABLES.join(', ')}`);
  return found;
};

/** @returns what to print instead, when that was asked for */
export const options = (args: readonly string[]): Options | string => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      table: { type: 'string' }, nodes: { type: 'string' }, loss: { type: 'string' }, seeds: { type: 'string' },
      seed: { type: 'string' }, out: { type: 'string', default: 'bench-discovery.json' }, keep: { type: 'string' },
      quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return HELP;
  const { quick } = values;
  const [count = 1] = numbers(values.seeds ?? (quick ? '1' : '3'));
  return {
    tables: values.table === undefined ? TABLES : values.table.split(',').map(tableOf),
    nodes: numbers(values.nodes ?? (quick ? '10,20' : '10,100,1000')),
    losses: numbers(values.loss ?? (quick ? '0,5' : '0,1,5,10')).map((percent) => percent / 100),
    seeds: values.seed === undefined ? Array.from({ length: count }, (_, at) => at + 1) : numbers(values.seed),
    quick, out: values.out, ...(values.keep === undefined ? {} : { keep: values.keep }),
  };
};
