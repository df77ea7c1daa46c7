// What could do the work of a controller, and keeps less: five callbacks, a table by type, five policies that filter.
// Each takes events, keeps a record for each peer, goes through five policies and hands one command to the peer.
import { filter, map, merge, scan, share, Subject } from 'rxjs';

const POLICIES = 5;
/** No round trip takes as long: the first policy has a command for each event, and the others look and have none. */
const LOST_MS = 1e9;

const recordsOf = (peers, traffic) => new Map(peers.map((peer) => [peer, { heardAt: 0, rttMs: 1, traffic }]));

const noted = (state, event) => {
  const record = state.get(event.peer);
  record.heardAt = Date.now();
  record.rttMs += (event.rttMs - record.rttMs) / 8;
  record.traffic = event.traffic;
  return record;
};

/** A peer is an Observer: a method, found by its name in a map. */
class PlainPeer {
  told = 0;

  next() {
    this.told++;
  }
}

const peersOf = (names) => new Map(names.map((name) => [name, new PlainPeer()]));

/** The limit: plain functions over a Map whose records change in place. Nothing is kept of an event. */
const callbacks = (names, traffic) => {
  const [state, peers] = [recordsOf(names, traffic), peersOf(names)];
  const policies = Array.from({ length: POLICIES }, (_, at) => (event, record) =>
    (at === 0 && record.rttMs < LOST_MS ? { to: event.peer } : undefined));
  return (event) => {
    const record = noted(state, event);
    for (const policy of policies) {
      const command = policy(event, record);
      if (command !== undefined) peers.get(command.to).next(command);
    }
  };
};

/** RxJS around it: one Subject, one subscriber, and policies in a table by the type of the event. */
const table = (names, traffic) => {
  const [state, peers, event$] = [recordsOf(names, traffic), peersOf(names), new Subject()];
  const policies = Array.from({ length: POLICIES }, (_, at) => (event, record) =>
    (at === 0 && record.rttMs < LOST_MS ? { to: event.peer } : undefined));
  const byType = new Map([['peer-heard', policies]]);
  event$.pipe(map((event) => ({ event, record: noted(state, event) })), share()).subscribe(({ event, record }) => {
    for (const policy of byType.get(event.type) ?? []) {
      const command = policy(event, record);
      if (command !== undefined) peers.get(command.to).next(command);
    }
  });
  return (event) => event$.next(event);
};

/** As one would write it: each policy is a filter over the steps, their commands are merged, each peer takes its own. */
const filters = (names, traffic) => {
  const [state, peers, event$] = [recordsOf(names, traffic), peersOf(names), new Subject()];
  const step$ = event$.pipe(
    scan((step, event) => ({ event, record: noted(state, event), count: step.count + 1 }), { count: 0 }),
    share(),
  );
  const policies = Array.from({ length: POLICIES }, (_, at) => step$.pipe(
    filter(({ event, record }) => event.type === 'peer-heard' && at === 0 && record.rttMs < LOST_MS),
    map(({ event }) => ({ to: event.peer })),
  ));
  merge(...policies).subscribe((command) => peers.get(command.to).next(command));
  return (event) => event$.next(event);
};

export const SHAPES = { callbacks, table, filters };
