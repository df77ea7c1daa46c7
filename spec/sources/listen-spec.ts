// The listen loop: a Peer for each connection, made before a byte of it is read.
import { expect } from 'chai';
import { concat, NEVER, of, Subject, throwError, type Observable } from 'rxjs';
import type { Event } from '../../lib/event.ts';
import type { Peer } from '../../lib/peer.ts';
import { listen, type Reception } from '../../lib/sources/listen.ts';
import { TransportError, type Connection, type Listener, type Transport } from '../../lib/transport.ts';

/** A transport that listens as it is told to; nobody dials here. */
const listening = (listener$: Observable<Listener>): Transport =>
  ({ secure: true, listen: () => listener$, dial: () => NEVER });

const connection = (remote: string): Connection => ({ remote, secure: () => NEVER, destroy: () => undefined });

/** Makes Peers that do nothing but have a name. */
class Counter implements Reception {
  count = 0;

  accepted(): Peer {
    return { id: `in-${++this.count}` } as Peer;
  }
}

const heard = (transport: Transport, reception: Reception): { events: Event[]; leave: () => void } => {
  const events: Event[] = [];
  const subscription = listen('127.0.0.1:0', transport, reception).subscribe((event) => events.push(event));
  return { events, leave: () => subscription.unsubscribe() };
};

describe('listen', () => {
  it('says where it listens, and makes a Peer of every connection', () => {
    const connection$ = new Subject<Connection>();
    const transport = listening(concat(of({ address: '127.0.0.1:7000', connection$ }), NEVER));
    const { events } = heard(transport, new Counter());
    connection$.next(connection('10.0.0.9:5000'));
    connection$.next(connection('10.0.0.8:5001'));
    expect(events).to.deep.equal([
      { type: 'listening-started', address: '127.0.0.1:7000' },
      { type: 'connection-accepted', peer: 'in-1', address: '10.0.0.9:5000' },
      { type: 'connection-accepted', peer: 'in-2', address: '10.0.0.8:5001' },
    ]);
  });

  it('tells that the port cannot be taken, and completes instead of erring', () => {
    const error = new TransportError('in-use', 'listen 127.0.0.1:0: EADDRINUSE');
    const { events } = heard(listening(throwError(() => error)), new Counter());
    expect(events).to.deep.equal([
      { type: 'listening-failed', address: '127.0.0.1:0', error: 'listen 127.0.0.1:0: EADDRINUSE' },
    ]);
  });

  it('lets go of the port when it is unsubscribed, and takes no connection after that', () => {
    const connection$ = new Subject<Connection>();
    const counter = new Counter();
    const transport = listening(concat(of({ address: '127.0.0.1:7000', connection$ }), NEVER));
    const { leave } = heard(transport, counter);
    leave();
    connection$.next(connection('10.0.0.9:5000'));
    expect([connection$.observed, counter.count]).to.deep.equal([false, 0]);
  });
});
