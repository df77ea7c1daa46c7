// A chat. What a node says goes both ways along its edges: its tails have asked it for a stream of lines, and its
// heads it tells. Run it twice: npx tsx examples/chat.ts 127.0.0.1:7000, then ... 127.0.0.1:0 127.0.0.1:7000
import { createInterface } from 'node:readline';
import { catchError, filter, fromEvent, ignoreElements, map, merge, mergeMap, of, Subject, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { newNodeKey, node, on, tlsTransport, type Net, type NodeConfig } from 'millrace';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export interface Chat {
  readonly net: Net;
  /** What others say. Subscribing starts the node. */
  readonly line$: Observable<string>;
  /** Cold: say it by subscribing; completes when every head has heard it. */
  readonly say: (text: string) => Observable<never>;
}

export const chat = (config: NodeConfig): Chat => {
  const net = node(config);
  const said$ = new Subject<string>();
  const told$ = new Subject<string>();
  net.respond('chat.lines', () => said$.pipe(map(bytesOf)));
  net.respond('chat.say', ({ data }) => {
    told$.next(textOf(data));
    return of(bytesOf('heard'));
  });

  const streamed$ = net.step$.pipe(
    on('peer-opened'),
    filter(({ event }) => event.direction === 'out'), // the tail asks, the head answers
    mergeMap(({ event }) =>
      net.request(event.peer, 'chat.lines', bytesOf('')).pipe(
        map(textOf),
        catchError((error: unknown) => of(`(${event.node.slice(0, 8)} is gone: ${String(error)})`)),
      ),
    ),
  );
  /** Whom to tell: a head that is a tail of ours as well has it from its stream. */
  const heads = (): string[] => {
    const alive = [...net.state.peers.values()].filter(({ phase }) => phase === 'alive');
    const streaming = new Set(alive.filter(({ direction }) => direction === 'in').map(({ node: id }) => id));
    return alive.filter(({ direction, node: id }) => direction === 'out' && !streaming.has(id)).map(({ peer }) => peer);
  };
  const say = (text: string): Observable<never> => {
    said$.next(text);
    return merge(...heads().map((head) => net.ask(head, 'chat.say', bytesOf(text)))).pipe(ignoreElements());
  };
  return { net, line$: merge(told$, streamed$), say };
};

if (process.argv[1]?.endsWith('chat.ts') === true) {
  const [listen = '127.0.0.1:0', ...peers] = process.argv.slice(2);
  const key = await newNodeKey();
  const { net, line$, say } = chat({ id: key.id, transport: tlsTransport({ key }), listen: [listen], peers });
  const lines = createInterface(process.stdin);
  const typed$ = fromEvent(lines, 'line') as Observable<string>;
  merge(line$.pipe(tap((line) => process.stdout.write(`${line}\n`))), typed$.pipe(mergeMap(say))).subscribe();
  process.once('SIGINT', () => {
    lines.close();
    net.stop('SIGINT');
  });
}
