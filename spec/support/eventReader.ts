// Reads server-sent events off a real socket, as a browser does.
import type { Socket } from 'node:net';
import { connected, request } from './rawHttp.ts';
import { until } from './until.ts';

export interface Told {
  readonly id?: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const toldIn = (block: string): Told | undefined => {
  const fields = new Map(block.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
  }));
  const [id, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
  if (event === undefined || data === undefined) return undefined;
  return { ...(id === undefined ? {} : { id: Number(id) }), event, data: JSON.parse(data) as Told['data'] };
};

export class EventReader {
  readonly socket: Socket;
  #bytes = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => (this.#bytes += bytes.toString())).on('error', () => undefined);
  }

  /** Everything after the headers, without the marks of the chunks. */
  get text(): string {
    const [, ...body] = this.#bytes.split('\r\n\r\n');
    return body.join('\r\n\r\n').replace(/(^|\r\n)[0-9a-f]+\r\n/g, '').replace(/\r\n/g, '');
  }

  get received(): number {
    return this.#bytes.length;
  }

  get head(): string {
    return this.#bytes.split('\r\n\r\n')[0] ?? '';
  }

  get beats(): number {
    return this.text.split('\n').filter((line) => line === ':').length;
  }

  get told(): readonly Told[] {
    return this.text.split('\n\n').slice(0, -1).flatMap((block) => toldIn(block) ?? []);
  }

  of(event: string): readonly Told[] {
    return this.told.filter((one) => one.event === event);
  }

  /** Waits for the nth of a kind. */
  async saw(event: string, count = 1): Promise<Told> {
    await until(() => this.of(event).length >= count, `${event} ${count}`);
    return this.of(event)[count - 1]!;
  }

  end(): void {
    this.socket.destroy();
  }
}

/** @param headers `last-event-id`, or another address to come from */
export const eventReader = async (
  http: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventReader> => {
  const socket = await connected(http);
  const reader = new EventReader(socket);
  socket.write(request('/events', { host: http, ...headers }));
  return reader;
};
