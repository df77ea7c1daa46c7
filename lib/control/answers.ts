// What a node answers to a request on its control socket.
import { concat, defer, EMPTY, filter, fromEvent, map, of, takeUntil, type Observable } from 'rxjs';
import type { Socket } from 'node:net';
import type { Env } from '../env.ts';
import type { Event } from '../event.ts';
import type { Entry } from '../journal.ts';
import type { RingJournal } from '../journals/ringJournal.ts';
import { isPassing } from '../passing.ts';
import type { State } from '../state.ts';
import { entryJson, type EntryJson } from '../status/entryJson.ts';
import { networkView, type NetworkView } from '../status/networkView.ts';
import { peersReport, type PeerReport } from '../status/peersReport.ts';
import type { Report } from '../status/statusReport.ts';
import { sentence } from '../status/sentence.ts';
import { why } from '../status/why.ts';
import { orderOutcome } from './orderOutcome.ts';
import type { ControlRequest, EventsRequest } from './protocol.ts';
import { remembered } from './remembered.ts';
import { resolved } from './resolved.ts';

/** What the control socket sees of its node. */
export interface ControlView {
  state(): State;
  report(): Report;
  readonly journal: RingJournal;
  /** What the node was started with. */
  readonly config?: object;
  /** Whether bans are kept on a disk: they are answered for once they are there. */
  readonly keepsBook?: boolean;
}

export interface Answering {
  readonly view: ControlView;
  readonly env: Env;
  readonly socket: Socket;
  /** Gives an event to the loop. */
  readonly emit: (event: Event) => void;
}

const typeOf = (entry: Entry): string => (entry.kind === 'command' ? entry.command.type : entry.event.type);

const eventLines = ({ view: { journal }, socket }: Answering, asked: EventsRequest): Observable<unknown> => {
  const { all = false, since, isPast = false, types } = asked;
  return concat(
    since === undefined ? EMPTY : remembered(journal, socket, since),
    isPast ? EMPTY : journal.entry$,
  ).pipe(
    filter((entry) => (all || !isPassing(entry)) && (types === undefined || types.includes(typeOf(entry)))),
    map((entry) => ({ entry: entryJson(entry), text: sentence(entry, (id) => journal.get(id)) })),
    takeUntil(fromEvent(socket, 'end')),
  );
};

/** Minutes of a storm, hours of a quiet node; a few megabytes at most. */
const SUPPORT_ENTRIES_MAX = 2_000;

/** All of one moment, for whoever is asked what is wrong with this node. */
export interface SupportView {
  readonly status: Report;
  readonly peers: readonly PeerReport[];
  readonly network: NetworkView;
  readonly journal: readonly EntryJson[];
  readonly config: object;
}

const supportView = (view: ControlView, now: number): SupportView => ({
  status: view.report(),
  peers: peersReport(view.state(), now),
  network: networkView(view.state(), now),
  journal: view.journal.all().slice(-SUPPORT_ENTRIES_MAX).map(entryJson),
  config: view.config ?? {},
});

/** Each a result; errors with what people are told. Errors thrown here on purpose are ControlErrors and WhyErrors. */
export const answers = (request: ControlRequest, on: Answering): Observable<unknown> =>
  defer(() => {
    const { view, env } = on;
    const now = env.scheduler.now();
    switch (request.do) {
      case 'status':
        return of(view.report());
      case 'peers':
        return of(peersReport(view.state(), now));
      case 'network':
        return of(networkView(view.state(), now));
      case 'events':
        return eventLines(on, request);
      case 'support':
        return of(supportView(view, now));
      case 'why': {
        const { subject, chain, summary } = why(request.subject, { journal: view.journal, state: view.state(), now });
        const texts = chain.map((entry) => sentence(entry, (id) => view.journal.get(id)));
        return of({ subject, chain: chain.map(entryJson), summary, texts });
      }
      case 'order': {
        const order = resolved(view.state(), request.request);
        return orderOutcome(view.journal, order, {
          emit: () => on.emit({ type: 'command-requested', request: order }),
          scheduler: env.scheduler,
          keepsBook: view.keepsBook === true,
        });
      }
    }
  });
