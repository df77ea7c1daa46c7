// What the contenders have in common beyond the wire: which answer is whose, and connections by the dozen.

/** For protocols without an envelope of their own: questions have numbers, and answers name them. */
export class Questions {
  #waiting = new Map();
  #id = 0;

  /** @returns the number of a question whose answer goes to `done` */
  ask(done) {
    this.#id = (this.#id + 1) >>> 0;
    this.#waiting.set(this.#id, done);
    return this.#id;
  }

  answered(id, payload) {
    const done = this.#waiting.get(id);
    this.#waiting.delete(id);
    done(payload);
  }
}

/** One request, answered. */
export const askedOnce = (call) => new Promise((done) => call(Buffer.alloc(64), done));

/** So many connections that stay, each silent after one request. */
export const holding = (connect) => async (where, count) => {
  for (let at = 0; at < count; at++) await askedOnce((await connect(where)).call);
};

/** One connection after the other, each ended after one request. */
export const dialling = (connect) => async (where) => async () => {
  const { call, end } = await connect(where);
  await askedOnce(call);
  end();
};
