// Loaded into a node that is watched: tells whoever started it how much of its heap is alive, when it is asked.
// The node knows nothing of it, and does not stay for its sake.
process.on('message', () => {
  globalThis.gc?.();
  process.send?.(process.memoryUsage().heapUsed);
});
process.channel?.unref();
