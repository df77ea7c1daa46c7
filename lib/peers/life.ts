// The life of one connection as a state machine. A phase is entered once, each but `alive` has a deadline, and there is
// one way out of all of them: `#end`, which tells of it once.
//
//     tail:  connect ─> dialling ─┐
//     head:  accepted ─ listen ───┴> securing ─> greeting ─> greeted ─ welcome ─> alive ─ close ─> closing ─> closed
import { Subscription, type Subscriber } from 'rxjs';
import type { Event, PeerClosed, Phase } from '../event.ts';
import { messageOf } from '../errors.ts';
import { JsonError } from '../json.ts';
import { never } from '../never.ts';
import type { NodeId } from '../nodeId.ts';
import type { PeerCommand, Requester } from '../peer.ts';
import { printable } from '../printable.ts';
import { TransportError, type Channel, type Connection } from '../transport.ts';
import type { Ending, Goodbye, Session, Signal } from '../wire/session.ts';
import { DEADLINES_MS } from './deadlines.ts';
import { isBoundTo } from './nonce.ts';
import type { PeerParts } from './peerParts.ts';
import { readHello } from './readHello.ts';

export class Life {
  readonly #parts: PeerParts;
  readonly #out: Subscriber<Event>;
  /** Everything this connection holds: the dial, the handshake, the session, the deadline. */
  readonly running = new Subscription();
  #phase: Phase;
  /** How far it came before it was closing. */
  #reached: Phase;
  /** A tail is told to connect once. */
  #dialled = false;
  #deadline = Subscription.EMPTY;
  #connection: Connection | undefined;
  #channel: Channel | undefined;
  #session: Session | undefined;
  #node: NodeId | undefined;
  /** What we said when we closed it: whatever ends it then, that is why. */
  #goodbye: Goodbye | undefined;

  constructor(parts: PeerParts, out: Subscriber<Event>) {
    this.#parts = parts;
    this.#out = out;
    this.#phase = this.#reached = parts.direction === 'in' ? 'accepted' : 'dialling';
    this.running.add(() => this.#deadline.unsubscribe());
    this.running.add(() => this.#connection?.destroy());
    if (parts.direction === 'in') this.#accept();
  }

  /** The asking side; only an alive connection has one. */
  get requester(): Requester | undefined {
    return this.#phase === 'alive' ? this.#session : undefined;
  }

  obey(command: PeerCommand): void {
    switch (command.type) {
      case 'connect':
        if (this.#phase === 'dialling' && !this.#dialled) this.#dial();
        return;
      case 'listen':
        if (this.#phase === 'accepted' && this.#connection !== undefined) this.#secure(this.#connection);
        return;
      case 'welcome':
        if (this.#phase === 'greeted') this.#welcome();
        return;
      case 'ping':
        if (this.#phase === 'alive') this.#session?.ping();
        return;
      case 'close':
        this.#close({ reason: command.reason, ...rest(command) }, command.graceMs);
        return;
      default:
        never(command);
    }
  }

  /** @param moreMs beside the phase's own deadline */
  #enter(phase: Phase, moreMs = 0): void {
    this.#phase = phase;
    if (phase !== 'closing' && phase !== 'closed') this.#reached = phase;
    this.#deadline.unsubscribe();
    const afterMs = DEADLINES_MS[phase];
    if (afterMs === undefined) return;
    const inMs = afterMs + moreMs;
    this.#deadline = this.#parts.env.scheduler.schedule(() => this.#late(phase, inMs), inMs);
  }

  #late(phase: Phase, afterMs: number): void {
    const detail = `${phase} took longer than ${afterMs} ms`;
    if (phase === 'dialling') this.#end({ reason: 'unreachable', endedBy: 'network', detail });
    else if (phase === 'greeting' || phase === 'greeted') this.#close({ reason: 'timed-out', detail });
    else this.#end({ reason: 'timed-out', endedBy: 'local', detail });
  }

  #tell(event: Event): void {
    this.#out.next(event);
  }

  /** False when whoever heard of the last event has closed the connection, or listens no more. */
  #isStill(phase: Phase): boolean {
    return this.#phase === phase && !this.running.closed;
  }

  #accept(): void {
    this.#enter('accepted');
    this.running.add(
      this.#parts.connection$.subscribe({
        next: (connection) => (this.#connection = connection),
        error: (error: unknown) => this.#broken(error),
      }),
    );
  }

  #dial(): void {
    const { id: peer, address, connection$ } = this.#parts;
    this.#dialled = true;
    this.#enter('dialling');
    this.#tell({ type: 'dial-started', peer, address });
    if (!this.#isStill('dialling')) return;
    this.running.add(
      connection$.subscribe({
        next: (connection) => {
          this.#connection = connection;
          this.#secure(connection);
        },
        error: (error: unknown) => this.#broken(error),
      }),
    );
  }

  #secure(connection: Connection): void {
    const { id: peer, expected } = this.#parts;
    this.#enter('securing');
    this.#tell({ type: 'peer-connected', peer, address: connection.remote });
    if (!this.#isStill('securing')) return;
    this.running.add(
      connection.secure(expected).subscribe({
        next: (channel) => this.#greet(channel),
        error: (error: unknown) => this.#broken(error),
      }),
    );
  }

  #greet(channel: Channel): void {
    const { id: peer, direction, env, responder, greeting, openSession } = this.#parts;
    this.#channel = channel;
    this.#node = channel.identity?.node;
    this.#enter('greeting');
    this.#tell({ type: 'peer-secured', peer, ...(this.#node === undefined ? {} : { node: this.#node }) });
    if (!this.#isStill('greeting')) return;
    const role = direction === 'out' ? 'tail' : 'head';
    const session = openSession({ peer, role, channel, responder, env });
    this.#session = session;
    this.running.add(
      session.signal$.subscribe({
        next: (signal) => this.#hear(signal),
        error: (error: unknown) => this.#broken(error), // by contract it never does
      }),
    );
    if (role === 'tail') session.setUp(greeting(channel));
  }

  #hear(signal: Signal): void {
    const { id: peer } = this.#parts;
    switch (signal.type) {
      case 'greeted':
        this.#meet(signal.hello);
        return;
      case 'heard': {
        const traffic = { ...this.#session?.traffic } as Session['traffic'];
        const rtt = signal.rttMs === undefined ? {} : { rttMs: signal.rttMs };
        if (this.#phase === 'alive') this.#tell({ type: 'peer-heard', peer, ...rtt, traffic });
        return;
      }
      case 'ended':
        this.#end(signal.ending);
        return;
      default:
        never(signal);
    }
  }

  #meet(bytes: Uint8Array): void {
    if (this.#phase !== 'greeting') return;
    try {
      const hello = readHello(bytes);
      if (!isBoundTo(hello, this.#channel)) {
        this.#close({ reason: 'protocol', detail: 'hello: its nonce is not of this channel' });
        return;
      }
      this.#enter('greeted');
      this.#node ??= hello.id;
      this.#tell({ type: 'peer-greeted', peer: this.#parts.id, hello });
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      this.#close({ reason: 'protocol', detail: printable(error.message) });
    }
  }

  #welcome(): void {
    const { id: peer, direction, address, greeting } = this.#parts;
    const [channel, node] = [this.#channel, this.#node];
    if (channel === undefined || node === undefined) return;
    this.#enter('alive');
    if (direction === 'in') this.#session?.welcome(greeting(channel));
    this.#tell({ type: 'peer-opened', peer, address, direction, node });
  }

  /** Before the session there is nobody to say goodbye to, and where it is ending already, that is why it ends. */
  #close(goodbye: Goodbye, graceMs = 0): void {
    if (this.#phase === 'closing' || this.#phase === 'closed' || this.#session?.isEnding === true) return;
    if (this.#session === undefined) {
      this.#end({ ...goodbye, endedBy: 'local' });
      return;
    }
    this.#goodbye = goodbye;
    this.#enter('closing', graceMs);
    this.#tell({ type: 'peer-closing', peer: this.#parts.id, reason: goodbye.reason });
    if (graceMs > 0) this.#session.leave(goodbye, graceMs);
    else this.#session.goodbye(goodbye);
  }

  #broken(error: unknown): void {
    const reason = error instanceof TransportError ? reasonOf(error) : 'reset';
    this.#end({ reason, endedBy: reason === 'wrong-identity' ? 'local' : 'network', detail: messageOf(error) });
  }

  #end(ending: Ending): void {
    if (this.#phase === 'closed') return;
    const { id: peer, direction, address } = this.#parts;
    const node = this.#node === undefined ? {} : { node: this.#node };
    const phase = this.#reached;
    const why: Ending = this.#goodbye === undefined ? ending : { ...withoutRecords(this.#goodbye), endedBy: 'local' };
    const closed: PeerClosed = { type: 'peer-closed', peer, direction, address, ...node, phase, ...why };
    this.#enter('closed');
    this.running.unsubscribe();
    this.#tell(closed);
    this.#out.complete();
  }
}

/** Only `listen` can find a port in use or not permitted. */
const reasonOf = ({ code }: TransportError): Ending['reason'] =>
  code === 'in-use' || code === 'not-permitted' ? 'unreachable' : code;

const rest = ({ detail, retryAfterMs, records }: Omit<Goodbye, 'reason'>): Omit<Goodbye, 'reason'> => ({
  ...(detail === undefined ? {} : { detail }),
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  ...(records === undefined ? {} : { records }),
});

/** What was sent along is of no interest here any more. */
const withoutRecords = ({ records: _, ...goodbye }: Goodbye): Goodbye => goodbye;
