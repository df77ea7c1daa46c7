// Loaded into a node that is watched: tells whoever started it how much of its heap is alive, and how much outside
// of it, when it is asked.
// The node knows nothing of it, and does not stay for its sake.
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ heap: heapUsed, outside: external });
});
process.channel?.unref();
