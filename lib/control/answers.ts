// What a node answers to a request on its control socket.
import { defer, filter, fromEvent, map, of, takeUntil, type Observable } from 'rxjs';
import type { Socket } from 'node:net';
import type { Env } from '../env.ts';
import type { Event } from '../event.ts';
import type { RingJournal } from '../journals/ringJournal.ts';
import { isPassing } from '../passing.ts';
import type { State } from '../state.ts';
import { entryJson } from '../status/entryJson.ts';
import { networkView } from '../status/networkView.ts';
import { peersReport } from '../status/peersReport.ts';
import type { Report } from '../status/statusReport.ts';
import { sentence } from '../status/sentence.ts';
import { why } from '../status/why.ts';
import { orderOutcome } from './orderOutcome.ts';
import type { ControlRequest } from './protocol.ts';
import { resolved } from './resolved.ts';

/** What the control socket sees of its node. */
export interface ControlView {
  state(): State;
  report(): Report;
  readonly journal: RingJournal;
}

export interface Answering {
  readonly view: ControlView;
  readonly env: Env;
  readonly socket: Socket;
  /** Gives an event to the loop. */
  readonly emit: (event: Event) => void;
}

const eventLines = ({ view: { journal }, socket }: Answering, all: boolean): Observable<unknown> =>
  journal.entry$.pipe(
    filter((entry) => all || !isPassing(entry)),
    map((entry) => ({ entry: entryJson(entry), text: sentence(entry, (id) => journal.get(id)) })),
    takeUntil(fromEvent(socket, 'end')),
  );

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
        return eventLines(on, request.all === true);
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
        });
      }
    }
  });
