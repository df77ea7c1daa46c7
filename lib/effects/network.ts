// Carries out what the exchange with other nodes asks for, and passes on what it hears.
import { EMPTY, endWith, filter, ignoreElements, map, merge, mergeMap, takeUntil } from 'rxjs';
import type { Caused, Effect } from '../effect.ts';
import type { Exchange } from '../exchange/exchange.ts';

export const network =
  (exchange: Exchange): Effect =>
  (issued$) => {
    const done$ = issued$.pipe(ignoreElements(), endWith(undefined));
    return merge(
      exchange.event$.pipe(map((event): Caused => ({ event })), takeUntil(done$)),
      issued$.pipe(
        // mergeMap without a limit: each is a request to one Peer, of which the guards decide how many there are
        map(({ id, command }) => ({ id, told$: exchange.perform(command) })),
        filter(({ told$ }) => told$ !== EMPTY), // as of every command that is none of the exchange
        mergeMap(({ id, told$ }) => told$.pipe(map((event): Caused => ({ event, cause: id })))),
      ),
    );
  };
