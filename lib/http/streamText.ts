// Server-sent events as text: https://html.spec.whatwg.org/multipage/server-sent-events.html
//
//     retry: 2000                    how soon to connect again
//
//     id: 1767225600017              counts up by one with every entry: a gap is seen at once
//     event: entry
//     data: {"id":93,"at":"2026-01-01T00:00:00.512Z","kind":"event",...}
import { STREAM_RETRY_MS } from './limits.ts';

export interface Message {
  /** Reports have none: whoever comes back asks for what followed the last entry. */
  readonly id?: number;
  readonly event: 'snapshot' | 'gap' | 'entry' | 'status' | 'network';
  /** JSON has neither CR nor LF in it, the only two that end a line here. */
  readonly data: unknown;
}

export const streamText = ({ id, event, data }: Message): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** What a stream begins with. */
export const GREETING = `retry: ${STREAM_RETRY_MS}\n\n`;

/** A comment, which keeps proxies and network address translators from forgetting the connection. */
export const BEAT = ':\n\n';
