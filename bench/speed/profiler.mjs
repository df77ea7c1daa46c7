// Where the CPU goes and who allocates, of the process that it runs in, by the inspector that is in every Node.
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Fine enough for a second of requests, and it slows them by a few per cent. */
const CPU_EVERY_US = 200;
const HEAP_EVERY_BYTES = 4_096;

const maps = new Map();
/** dist/ is bundled: its source maps know which file of lib/ a function is from. */
const mapOf = (url) => {
  if (!maps.has(url)) maps.set(url, new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8'))));
  return maps.get(url);
};

/** `lib/wire/tail.ts`, `rxjs`, `node:net`, another package, or nothing for what has no file. */
const fileOf = ({ url, lineNumber, columnNumber }) => {
  if (url.startsWith('node:')) return url;
  const [, name] = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (name !== undefined) return name;
  if (!url.includes('/dist/')) return url === '' ? '' : url.replace(/^.*\/bench\//, 'bench/');
  const { originalSource = '' } = mapOf(url).findEntry(lineNumber, columnNumber);
  return originalSource.replace(/^.*\/lib\//, 'lib/');
};

const GROUPS = [
  [/^lib\//, 'Millrace'], [/^rxjs$/, 'RxJS'], [/^node:/, 'Node in JavaScript'], [/^bench\//, 'the benchmark'], [/^$/, 'V8 and native'],
];
const groupOf = (name, file) => {
  if (name === '(garbage collector)') return 'garbage collection';
  return GROUPS.find(([pattern]) => pattern.test(file))?.[1] ?? 'other packages';
};

/** Sums by function. @param rows `[callFrame, value]` */
const summed = (rows) => {
  const sums = new Map();
  for (const [frame, value] of rows) {
    if (value === 0 || frame.functionName === '(idle)' || frame.functionName === '(root)') continue;
    const [name, file] = [frame.functionName || '(anonymous)', fileOf(frame)];
    const key = `${name} ${file}`;
    const sum = sums.get(key) ?? { name, file, group: groupOf(name, file), value: 0 };
    sum.value += value;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.value - a.value);
};

function* nodesOf(node) {
  yield [node.callFrame, node.selfSize];
  for (const child of node.children) yield* nodesOf(child);
}

const cpuRows = ({ nodes, samples, timeDeltas }) => {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  return samples.map((id, at) => [byId.get(id), timeDeltas[at]]);
};

const KINDS = {
  cpu: {
    start: async (session) => {
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: CPU_EVERY_US });
      await session.post('Profiler.start');
    },
    stop: async (session) => summed(cpuRows((await session.post('Profiler.stop')).profile)),
  },
  heap: {
    start: async (session) => {
      // What is collected meanwhile counts: this is about who makes garbage.
      await session.post('HeapProfiler.startSampling', {
        samplingInterval: HEAP_EVERY_BYTES,
        includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true,
      });
    },
    stop: async (session) => summed([...nodesOf((await session.post('HeapProfiler.stopSampling')).profile.head)]),
  },
  /** Of what was made since the start, what is still there. */
  live: {
    start: (session) => session.post('HeapProfiler.startSampling', { samplingInterval: HEAP_EVERY_BYTES }),
    stop: async (session) => {
      for (let round = 0; round < 4; round++) globalThis.gc();
      return await KINDS.heap.stop(session);
    },
  },
};

/** @param kind `cpu` (microseconds), `heap` (bytes) or `live` (bytes) @returns ends it: by function, the dearest first */
export const profiling = async (kind) => {
  const session = new Session();
  session.connect();
  await KINDS[kind].start(session);
  return async () => {
    const rows = await KINDS[kind].stop(session);
    session.disconnect();
    return rows;
  };
};
