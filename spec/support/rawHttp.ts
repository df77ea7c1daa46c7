// Speaks HTTP byte by byte, as nobody's library would: what is sent is exactly what is written.
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0: the connection was closed without a word. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Everything that came. */
  readonly whole: string;
}

const parsed = (whole: string): RawAnswer => {
  const [head = '', ...rest] = whole.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0), headers, body: rest.join('\r\n\r\n'), whole };
};

export const connected = (address: string, from?: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
    const local = from === undefined ? {} : { localAddress: from };
    const socket = connect({ host, port: Number(port), ...local }, () => resolve(socket));
    socket.once('error', reject);
  });

/** Everything that comes until the other end closes. */
export const untilClosed = (socket: Socket): Promise<RawAnswer> =>
  new Promise((resolve) => {
    let whole = '';
    socket.on('data', (bytes) => (whole += bytes.toString())).on('error', () => undefined);
    socket.once('close', () => resolve(parsed(whole)));
  });

/** Sends the text, and takes what comes until the other end closes. */
export const said = async (address: string, text: string): Promise<RawAnswer> => {
  const socket = await connected(address);
  const answer = untilClosed(socket);
  socket.write(text);
  return answer;
};

/** A request with the headers it takes to be answered, unless told otherwise. */
export const request = (
  target: string,
  { method = 'GET', host, ...headers }: Readonly<Record<string, string>>,
): string => {
  const all = { ...(host === undefined ? {} : { host }), connection: 'close', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${target} HTTP/1.1`, ...lines, '', ''].join('\r\n');
};
