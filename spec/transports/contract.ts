// What every transport promises, whatever it is made of. `contract-spec.ts` runs it on all of them.
import { expect } from 'chai';
import fc from 'fast-check';
import { mergeMap, tap } from 'rxjs';
import { codeOf, endOf, failureOf, firstOf, noSocketsLeft, readAll, Scene, turns, type Ends } from '../support/ends.ts';

const MIB = 1_024 * 1_024;
const text = (words: string): Uint8Array => Buffer.from(words);

/** A pattern in which a byte that is lost, doubled or moved shows. */
const pattern = (length: number): Buffer => {
  const words = new Uint32Array(length / 4);
  for (let at = 0; at < words.length; at++) words[at] = Math.imul(at, 2_654_435_761);
  return Buffer.from(words.buffer);
};

/** @param make fresh ends for each test */
export const transportContract = (name: string, make: () => Ends | Promise<Ends>): void => {
  describe(`the ${name} transport`, () => {
    let scene: Scene;
    beforeEach(async () => {
      scene = new Scene(await make());
    });
    afterEach(async () => {
      scene.open.unsubscribe();
      await noSocketsLeft();
    });

    listening(() => scene);
    dialling(() => scene);
    bytes(() => scene);
    endings(() => scene);
    backpressure(() => scene);
  });
};

const listening = (scene: () => Scene): void => {
  it('listens on a free port and says which', async () => {
    const { listener } = await scene().listen();
    expect(listener.address).to.match(/:[1-9]\d*$/);
  });

  it('refuses to listen on a port that is taken', async () => {
    const { listener } = await scene().listen();
    expect(await failureOf(scene().listen(listener.address))).to.equal('in-use');
  });

  it('refuses to listen on an address that is not its own', async () => {
    expect(await failureOf(scene().listen('192.0.2.1:7000'))).to.equal('not-permitted');
  });

  it('closes the port and no connection when listening is unsubscribed', async () => {
    const { head, tail, listener, listening: port } = await scene().channels();
    port.unsubscribe();
    expect(await failureOf(firstOf(scene().ends.tail.dial(listener.address)))).to.equal('unreachable');
    tail.write(text('still here'));
    tail.end();
    expect((await readAll(head)).bytes.toString()).to.equal('still here');
  });

  it('takes a port again as soon as it was given back', async () => {
    const { listener, listening: port } = await scene().listen();
    port.unsubscribe();
    expect((await scene().listen(listener.address)).listener.address).to.equal(listener.address);
  });

  it('ends connections that nobody looks at', async () => {
    const { listener } = await scene().listen();
    const connection = await firstOf(scene().ends.tail.dial(listener.address));
    const end = await endOf(connection);
    expect(end).to.be.oneOf(['completed', 'reset']);
  });
};

const dialling = (scene: () => Scene): void => {
  it('says where the other end is', async () => {
    const { listener } = await scene().listen();
    const { head, tail } = await scene().connections(listener);
    expect(tail.remote).to.equal(listener.address);
    expect(head.remote).to.match(/^.+:[1-9]\d*$/).and.not.equal(listener.address);
  });

  it('cannot reach a port where nobody listens', async () => {
    const { listener, listening: port } = await scene().listen();
    port.unsubscribe();
    await turns(2);
    expect(await failureOf(firstOf(scene().ends.tail.dial(listener.address)))).to.equal('unreachable');
  });

  it('lets go of a dial that is unsubscribed at once', async () => {
    const { listener } = await scene().listen();
    const seen: string[] = [];
    scene().open.add(scene().ends.tail.dial(listener.address).subscribe(() => seen.push('connected')));
    scene().open.unsubscribe();
    await noSocketsLeft();
    expect(seen).to.deep.equal([]);
  });

  it('proves who both are, with one secret for both, or claims nothing', async () => {
    const { head, tail } = await scene().channels();
    const { ends } = scene();
    expect(tail.identity?.node).to.equal(ends.headNode);
    expect(head.identity?.node).to.equal(ends.tailNode);
    expect(tail.identity?.binding.length).to.equal(ends.tail.secure ? 32 : undefined);
    expect(Buffer.from(tail.identity?.binding ?? []).equals(Buffer.from(head.identity?.binding ?? []))).to.equal(true);
  });

  it('has another secret for each connection', async () => {
    const bindings = [await scene().channels(), await scene().channels()].map(({ tail }) => tail.identity?.binding);
    if (scene().ends.tail.secure) expect(bindings[0]).not.to.deep.equal(bindings[1]);
    else expect(bindings).to.deep.equal([undefined, undefined]);
  });

  it('accepts the node it expects, and nobody in its place', async () => {
    const { headNode, tailNode, tail } = scene().ends;
    const { listener } = await scene().listen();
    const secured = async (expected: string | undefined): Promise<string> => {
      const { head, tail: dialled } = await scene().connections(listener);
      const answer = endOf(head);
      const end = await firstOf(dialled.secure(expected)).then((channel) => {
        channel.end();
        return 'secured';
      }, codeOf);
      expect(await answer).to.be.oneOf(['completed', 'reset']); // either way the head is rid of it
      return end;
    };
    expect(await secured(headNode)).to.equal('secured');
    if (tail.secure) expect(await secured(tailNode)).to.equal('wrong-identity');
  });

  it('tells the tail when the head does not want it', async () => {
    const { listener } = await scene().listen();
    const { head, tail } = await scene().connections(listener);
    head.destroy();
    head.destroy();
    const end = await endOf(tail);
    expect(end).to.be.oneOf(['completed', 'reset']);
  });

  it('lets go of a connection whose securing is unsubscribed midway', async () => {
    const { listener } = await scene().listen();
    const { head, tail } = await scene().connections(listener);
    const securing = tail.secure().subscribe();
    securing.unsubscribe();
    if (!scene().ends.tail.secure) tail.destroy(); // it was done before it could be unsubscribed
    const end = await endOf(head);
    expect(end).to.be.oneOf(['completed', 'reset']);
    expect(await failureOf(firstOf(tail.secure()))).to.equal('reset');
  });
};

const bytes = (scene: () => Scene): void => {
  it('delivers what was written in order, however it was cut', async () => {
    const chunk = fc.uint8Array({ minLength: 1, maxLength: 4_096 });
    await fc.assert(fc.asyncProperty(fc.array(chunk, { maxLength: 32 }), async (chunks) => {
      const { head, tail, listening: port } = await scene().channels();
      const read = readAll(head);
      for (const one of chunks) tail.write(one);
      tail.end();
      expect((await read).bytes.equals(Buffer.concat(chunks))).to.equal(true);
      head.destroy();
      port.unsubscribe();
    }), { numRuns: 20 });
  });

  it('loses nothing that came before somebody read', async () => {
    const { head, tail } = await scene().channels();
    tail.write(text('early '));
    await turns(20);
    tail.write(text('bird'));
    tail.end();
    await turns(20);
    const { bytes: all, end } = await readAll(head);
    expect([all.toString(), end]).to.deep.equal(['early bird', 'completed']);
  });

  it('carries 8 MiB both ways at once', async () => {
    const { head, tail } = await scene().channels();
    const [up, down] = [pattern(8 * MIB), pattern(8 * MIB).reverse()];
    const reads = Promise.all([readAll(head), readAll(tail)]);
    tail.write(up);
    head.write(down);
    tail.end();
    head.end();
    const [atHead, atTail] = await reads;
    expect([atHead.bytes.equals(up), atTail.bytes.equals(down)]).to.deep.equal([true, true]);
    expect([atHead.end, atTail.end]).to.deep.equal(['completed', 'completed']);
  });

  it('keeps 100 connections apart', async () => {
    const { listener } = await scene().listen();
    const echo$ = listener.connection$.pipe(
      mergeMap((connection) => connection.secure()),
      mergeMap((channel) => channel.bytes$.pipe(
        tap({ next: (chunk) => channel.write(chunk), complete: () => channel.end() }),
      )),
    );
    scene().open.add(echo$.subscribe());
    const answers = await Promise.all(Array.from({ length: 100 }, async (_, number) => {
      const connection = await firstOf(scene().ends.tail.dial(listener.address));
      const channel = await firstOf(connection.secure(scene().ends.headNode));
      const read = readAll(channel);
      channel.write(text(`number ${number}`));
      channel.end();
      return (await read).bytes.toString();
    }));
    expect(answers).to.deep.equal(Array.from({ length: 100 }, (_, number) => `number ${number}`));
  });
};

const endings = (scene: () => Scene): void => {
  it('goes on reading after it ended, until the remote ends', async () => {
    const { head, tail } = await scene().channels();
    const answer = readAll(tail);
    tail.write(text('question'));
    tail.end();
    expect((await readAll(head)).bytes.toString()).to.equal('question');
    head.write(text('answer'));
    head.end();
    const { bytes: all, end } = await answer;
    expect([all.toString(), end]).to.deep.equal(['answer', 'completed']);
  });

  it('shows a destroyed channel to the other end, and bears whatever is still called on it', async () => {
    const { head, tail } = await scene().channels();
    const seen = readAll(head);
    tail.destroy();
    tail.destroy();
    tail.write(text('late'));
    tail.end();
    tail.pause();
    tail.resume();
    expect((await seen).end).to.be.oneOf(['completed', 'reset']);
    expect((await seen).bytes.length).to.equal(0);
    expect(tail.buffered).to.equal(0);
  });

  it('errors for who reads what is destroyed here', async () => {
    const { tail } = await scene().channels();
    const seen = readAll(tail);
    tail.destroy();
    expect((await seen).end).to.equal('reset');
    const { head } = await scene().channels();
    head.destroy();
    expect((await readAll(head)).end).to.equal('reset');
  });

  it('destroys a channel when its reader unsubscribes', async () => {
    const { head, tail } = await scene().channels();
    const seen = readAll(head);
    tail.bytes$.subscribe().unsubscribe();
    expect((await seen).end).to.be.oneOf(['completed', 'reset']);
  });

  it('ignores what is written after the end', async () => {
    const { head, tail } = await scene().channels();
    const read = readAll(head);
    tail.write(text('all'));
    tail.end();
    tail.write(text(' and more'));
    tail.end();
    expect((await read).bytes.toString()).to.equal('all');
  });

  it('completes drained$ when the channel is over', async () => {
    const { head, tail } = await scene().channels();
    const over = new Promise<string>((resolve) => {
      tail.drained$.subscribe({ complete: () => resolve('over'), error: () => resolve('error') });
    });
    tail.bytes$.subscribe({ error: () => undefined });
    tail.end();
    await readAll(head);
    head.end();
    expect(await over).to.equal('over');
  });
};

const backpressure = (scene: () => Scene): void => {
  /** More than the kernel's buffers of both ends take. */
  const much = pattern(32 * MIB);

  it('holds the remote back while paused, and loses nothing by it', async () => {
    const { head, tail } = await scene().channels();
    head.pause();
    const read = readAll(head);
    const drained: number[] = [];
    tail.drained$.subscribe(() => drained.push(tail.buffered));
    tail.write(much);
    await turns(200);
    expect(tail.buffered).to.be.above(0);
    expect(drained).to.deep.equal([]);

    head.resume();
    await firstOf(tail.drained$);
    expect(tail.buffered).to.equal(0);
    tail.end();
    expect((await read).bytes.equals(much)).to.equal(true);
    expect(drained).to.deep.equal([0]);
  });

  it('gives nothing to a reader who pauses in the middle of a chunk, until it resumes', async () => {
    const { head, tail } = await scene().channels();
    let chunks = 0;
    const over = new Promise<void>((resolve) => {
      head.bytes$.subscribe({
        next: () => {
          chunks++;
          head.pause();
        },
        complete: resolve,
      });
    });
    tail.write(pattern(4 * MIB));
    tail.end();
    while (chunks === 0) await turns(1);
    await turns(50);
    expect(chunks).to.equal(1);
    const state = { over: false };
    void over.then(() => (state.over = true));
    while (!state.over) {
      head.resume();
      await turns(1);
    }
    expect(chunks).to.be.above(1);
  });
};
