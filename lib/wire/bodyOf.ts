// What a frame carries, as bytes that an application may keep.
//
// A view of the chunk costs 30 ns, but 32 bytes kept of it pin all its 64 KiB. A copy costs, on Node 20: up to 64 bytes
// 35 to 75 ns, since V8 keeps arrays that short on its heap; a longer one 400 to 1,000 ns in memory of its own, but 60
// ns (128 bytes) to 340 ns (4 KiB) out of a slab, a tenth of what a request costs. So small bodies are copied, from
// 4 KiB on they are views: those pin 16 times their size at worst, and a copy would cost as much as the rest.

/** V8's own limit (`typed_array_max_size_in_heap`) for arrays that need no memory beside the heap. */
const ON_HEAP_BYTES_MAX = 64;

/** Bodies of at least this size are views. */
export const VIEW_BYTES_MIN = 4_096;

/** What a kept body pins: as much as a TLS record. Shared by all connections, given up when it is full. */
const SLAB_BYTES = 16_384;

const NOTHING = new Uint8Array(0);

let slab = new ArrayBuffer(0);
let used = 0;

/** The bytes from `at` to `end`: their own if they are few, a view otherwise. Never a Buffer, whatever `bytes` is. */
export const bodyOf = (bytes: Uint8Array, at: number, end: number): Uint8Array => {
  const count = end - at;
  if (count <= 0) return NOTHING;
  if (count <= ON_HEAP_BYTES_MAX) {
    const own = new Uint8Array(count);
    for (let index = 0; index < count; index++) own[index] = bytes[at + index] ?? 0;
    return own;
  }
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset + at, count);
  if (count >= VIEW_BYTES_MIN) return view;
  if (used + count > slab.byteLength) {
    slab = new ArrayBuffer(SLAB_BYTES);
    used = 0;
  }
  const own = new Uint8Array(slab, used, count);
  used += count;
  own.set(view);
  return own;
};
