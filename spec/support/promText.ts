// Reads the text format of Prometheus as strictly as promtool does, and says what is wrong with it:
// https://prometheus.io/docs/instrumenting/exposition_formats/
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"/;
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped'] as const;
const VALUE = /^ (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)|[+-]Inf|NaN)$/i;

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: (typeof TYPES)[number];
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface Open extends Family {
  readonly samples: Sample[];
}

export class PromError extends Error {
  override readonly name = 'PromError';
}

const refuse = (at: number, what: string): never => {
  throw new PromError(`line ${at + 1}: ${what}`);
};

const sampleIn = (line: string, at: number): Sample => {
  const name = NAME.exec(line)?.[0] ?? refuse(at, `no metric name: ${line}`);
  let rest = line.slice(name.length);
  const labels: Record<string, string> = {};
  if (rest.startsWith('{')) {
    rest = rest.slice(1);
    while (!rest.startsWith('}')) {
      const [whole, label = '', value = ''] = LABEL.exec(rest) ?? refuse(at, `no label: ${rest}`);
      if (Object.hasOwn(labels, label)) refuse(at, `label ${label} twice`);
      labels[label] = value.replace(/\\([\\"n])/g, (_, one: string) => (one === 'n' ? '\n' : one));
      rest = rest.slice(whole.length);
      if (rest.startsWith(',')) rest = rest.slice(1);
      else if (!rest.startsWith('}')) refuse(at, `neither , nor } after a label: ${rest}`);
    }
    rest = rest.slice(1);
  }
  const [, value = ''] = VALUE.exec(rest) ?? refuse(at, `no value: ${line}`);
  return { name, labels, value: Number(value.replace(/Inf$/i, 'Infinity')) };
};

const SUFFIXES: Readonly<Record<string, readonly string[]>> =
  { histogram: ['_bucket', '_sum', '_count'], summary: ['', '_sum', '_count'] };

const belongs = ({ name, type }: Family, sample: Sample): boolean =>
  (SUFFIXES[type] ?? ['']).some((suffix) => sample.name === name + suffix);

const keyOf = ({ name, labels }: Sample, without?: string): string =>
  name + JSON.stringify(Object.entries(labels).filter(([label]) => label !== without).sort());

/** Buckets rise, the last one is +Inf, and it is what was counted. */
const checkHistogram = ({ name, samples }: Family): void => {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples.filter((one) => one.name === `${name}_bucket`)) {
    groups.set(keyOf(sample, 'le'), [...(groups.get(keyOf(sample, 'le')) ?? []), sample]);
  }
  for (const [key, buckets] of groups) {
    const bounds = buckets.map(({ labels: { le = '' } }) => Number(le.replace('Inf', 'Infinity')));
    if (bounds.some((bound, at) => Number.isNaN(bound) || bound <= (bounds[at - 1] ?? -Infinity))) {
      throw new PromError(`${key}: bounds ${bounds.join()} do not rise`);
    }
    if (buckets.some(({ value }, at) => value < (buckets[at - 1]?.value ?? 0))) {
      throw new PromError(`${key}: buckets do not add up`);
    }
    if (bounds.at(-1) !== Infinity) throw new PromError(`${key}: no bucket +Inf`);
    const others = key.slice(`${name}_bucket`.length);
    const counted = samples.find((one) => keyOf(one) === `${name}_count${others}`)?.value;
    if (counted !== buckets.at(-1)?.value) throw new PromError(`${key}: +Inf is not the count ${String(counted)}`);
    if (!samples.some((one) => keyOf(one) === `${name}_sum${others}`)) throw new PromError(`${key}: no sum`);
  }
};

/**
 * @throws PromError with the line: no HELP or TYPE before the samples, a family in two places, a sample twice, a label
 *   that is not escaped, a histogram that does not add up, a counter below zero or not called _total, no end of line
 */
export const promFamilies = (text: string): readonly Family[] => {
  if (!text.endsWith('\n')) throw new PromError('the last line has no end');
  const families = new Map<string, Open>();
  const seen = new Set<string>();
  let help: { readonly name: string; readonly text: string } | undefined;
  let open: Open | undefined;
  for (const [at, line] of text.slice(0, -1).split('\n').entries()) {
    if (line === '') continue;
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(name)) refuse(at, `${name} for the second time`);
      help = { name, text: rest };
    } else if (kind === 'TYPE') {
      const type = TYPES.find((one) => one === rest) ?? refuse(at, `no type: ${rest}`);
      if (help?.name !== name) return refuse(at, `TYPE of ${name} without its HELP before`);
      open = { name, type, help: help.text, samples: [] };
      families.set(name, open);
      if (type === 'counter' && !name.endsWith('_total')) refuse(at, `counter ${name} is not called _total`);
    } else if (line.startsWith('#')) refuse(at, `a comment that is neither HELP nor TYPE: ${line}`);
    else {
      const sample = sampleIn(line, at);
      if (open === undefined || !belongs(open, sample)) return refuse(at, `${sample.name} outside of its family`);
      if (seen.has(keyOf(sample))) refuse(at, `${keyOf(sample)} twice`);
      if (open.type === 'counter' && !(sample.value >= 0)) refuse(at, `counter ${sample.name} is ${sample.value}`);
      seen.add(keyOf(sample));
      open.samples.push(sample);
    }
  }
  for (const family of families.values()) if (family.type === 'histogram') checkHistogram(family);
  return [...families.values()];
};
