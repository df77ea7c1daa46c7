// The least that a request needs on a socket: length, id, payload, and one write a tick. This is what "raw" means.
import { Questions } from './questions.mjs';

const HEADER = 8;
const SLAB_BYTES = 65_536;
const LARGE = 16_384;

/** Queues frames for the end of the tick and writes the small ones of one tick in one go. */
export class Frames {
  #socket;
  #slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  #start = 0;
  #end = 0;
  #soon = false;

  constructor(socket) {
    this.#socket = socket;
  }

  send(id, payload) {
    const large = payload.length >= LARGE;
    const bytes = HEADER + (large ? 0 : payload.length);
    if (this.#end + bytes > SLAB_BYTES) {
      this.flush();
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#start = this.#end = 0;
    }
    this.#slab.writeUInt32BE(payload.length, this.#end);
    this.#slab.writeUInt32BE(id, this.#end + 4);
    if (!large) this.#slab.set(payload, this.#end + HEADER);
    this.#end += bytes;
    if (large) {
      this.flush();
      this.#socket.write(payload);
    } else if (!this.#soon) {
      this.#soon = true;
      process.nextTick(() => {
        this.#soon = false;
        this.flush();
      });
    }
  }

  flush() {
    if (this.#end === this.#start) return;
    this.#socket.write(this.#slab.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
}

/** Cuts chunks into frames, by offsets; a frame that is cut is put together once. */
export const deframer = (onFrame) => {
  let parts = [];
  let held = 0;
  let need = HEADER;
  const take = (bytes) => {
    let at = 0;
    while (at + HEADER <= bytes.length) {
      const end = at + HEADER + bytes.readUInt32BE(at);
      if (end > bytes.length) {
        need = end - at;
        break;
      }
      onFrame(bytes.readUInt32BE(at + 4), bytes.subarray(at + HEADER, end));
      at = end;
    }
    if (bytes.length - at < HEADER) need = HEADER;
    return at;
  };
  return (chunk) => {
    if (held === 0) {
      const at = take(chunk);
      if (at < chunk.length) {
        parts = [chunk.subarray(at)];
        held = chunk.length - at;
      }
      return;
    }
    parts.push(chunk);
    held += chunk.length;
    if (held < need) return;
    const whole = Buffer.concat(parts, held);
    parts = [];
    held = 0;
    const at = take(whole);
    if (at < whole.length) {
      parts = [whole.subarray(at)];
      held = whole.length - at;
    }
  };
};

/** Asks over a socket: the answer has the id of its question. */
export const askOver = (socket) => {
  const frames = new Frames(socket);
  const questions = new Questions();
  socket.on('data', deframer((id, payload) => questions.answered(id, payload)));
  return (payload, done) => frames.send(questions.ask(done), payload);
};

/** Echoes whatever is asked over a socket. */
export const echoOver = (socket) => {
  const frames = new Frames(socket);
  socket.on('error', () => undefined);
  socket.on('data', deframer((id, payload) => frames.send(id, payload)));
};
