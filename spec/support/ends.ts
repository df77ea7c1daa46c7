// Two ends of one transport, for specs of what passes between them.
import { firstValueFrom, Subscription, type Observable } from 'rxjs';
import type { Address } from '../../lib/address.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { TransportError, type Channel, type Connection, type Listener, type Transport } from '../../lib/transport.ts';

export interface Ends {
  readonly head: Transport;
  readonly tail: Transport;
  /** Where the head can listen on a free port. */
  readonly local: Address;
  /** Who they are, where they prove it. */
  readonly headNode?: NodeId;
  readonly tailNode?: NodeId;
}

/** What is open in one test; `close` lets go of it all. */
export class Scene {
  readonly ends: Ends;
  readonly open = new Subscription();

  constructor(ends: Ends) {
    this.ends = ends;
  }

  /** The head's listener, open until the end of the test or until `listening` is unsubscribed. */
  listen(local: Address = this.ends.local): Promise<{ listener: Listener; listening: Subscription }> {
    return new Promise((resolve, reject) => {
      const listening = new Subscription();
      this.open.add(listening);
      listening.add(this.ends.head.listen(local).subscribe({
        next: (listener) => resolve({ listener, listening }),
        error: reject,
      }));
    });
  }

  /** One connection, seen from both ends, before anybody proves anything. */
  async connections(listener: Listener): Promise<{ tail: Connection; head: Connection }> {
    const [head, tail] = await Promise.all([
      firstOf(listener.connection$),
      firstOf(this.ends.tail.dial(listener.address)),
    ]);
    this.open.add(() => {
      head.destroy();
      tail.destroy();
    });
    return { head, tail };
  }

  /** One channel, seen from both ends. */
  async channels(): Promise<{ tail: Channel; head: Channel; listener: Listener; listening: Subscription }> {
    const { listener, listening } = await this.listen();
    const { head: accepted, tail: dialled } = await this.connections(listener);
    const [head, tail] = await Promise.all([firstOf(accepted.secure()), firstOf(dialled.secure())]);
    this.open.add(() => {
      head.destroy();
      tail.destroy();
    });
    return { head, tail, listener, listening };
  }
}

/** Rejects when there is none: in these specs, that is what must fail. */
export const firstOf = <T>(source$: Observable<T>): Promise<T> =>
  // eslint-disable-next-line rxjs-x/no-ignored-default-value -- rejecting is the point
  firstValueFrom(source$);

export interface Read {
  readonly bytes: Buffer;
  /** `completed`, or the error's code. */
  readonly end: string;
}

/** All that a channel gives, until it ends. */
export const readAll = (channel: Channel): Promise<Read> =>
  new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    const done = (end: string): void => resolve({ bytes: Buffer.concat(chunks), end });
    channel.bytes$.subscribe({
      next: (chunk) => chunks.push(chunk),
      error: (error: unknown) => done(codeOf(error)),
      complete: () => done('completed'),
    });
  });

/** How a connection ends that is secured and then only read: `completed`, or the error's code. */
export const endOf = (connection: Connection): Promise<string> =>
  firstOf(connection.secure()).then(async (channel) => {
    const { end } = await readAll(channel);
    channel.destroy(); // the other half is ours to end
    return end;
  }, codeOf);

export const codeOf = (error: unknown): string => (error instanceof TransportError ? error.code : String(error));

/** The code that something fails with; throws when it does not. */
export const failureOf = async (work: PromiseLike<unknown>): Promise<string> => {
  let value: unknown;
  try {
    value = await work;
  } catch (error) {
    return codeOf(error);
  }
  throw new Error(`expected a failure, got ${String(value)}`);
};

/** Lets the event loop go round, so that what is under way on loopback can arrive. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

const ofSockets = (resource: string): boolean => /^(TCP|TLS|GetAddrInfo)/.test(resource);

const SOCKETS_GONE_MS_MAX = 3_000;

/** Waits until no socket is left; fails when some stay. */
export const noSocketsLeft = async (): Promise<void> => {
  const since = performance.now();
  for (;;) {
    const left = process.getActiveResourcesInfo().filter(ofSockets);
    if (left.length === 0) return;
    if (performance.now() - since > SOCKETS_GONE_MS_MAX) throw new Error(`still open: ${left.join(', ')}`);
    await turns(1);
  }
};
