// A stranger's client: rsocket-core and rsocket-tcp-client 0.0.27 over TLS, made as docs/protocol.md tells.
import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { nodeIdOf } from '../../lib/nodeId.ts';
import { selfSigned, type Credentials } from './certificates.ts';

export interface Payload { readonly data?: Buffer | null; readonly metadata?: Buffer | null }
export interface Flow { request(n: number): void; cancel(): void }
export interface StreamSubscriber {
  onSubscribe(flow: Flow): void;
  onNext(payload: Payload): void;
  onComplete(): void;
  onError(error: Error): void;
}
export interface Single { subscribe(to: { onComplete(payload: Payload): void; onError(error: Error): void }): void }
export interface RSocket {
  requestResponse(payload: Payload): Single;
  requestStream(payload: Payload): { subscribe(to: StreamSubscriber): void };
  fireAndForget(payload: Payload): void;
  close(): void;
}

interface TlsClient {
  setupSocket(socket: Socket): void;
  _close(error?: Error): void;
}

const require = createRequire(import.meta.url);
const core = require('rsocket-core') as {
  RSocketClient: new (options: object) => { connect(): { subscribe(to: object): void } };
  BufferEncoders: object;
  encodeRoute(route: string): Buffer;
};
const { RSocketTlsClient } = require('rsocket-tcp-client') as {
  RSocketTlsClient: new (options: ConnectionOptions, encoders: object) => TlsClient;
};

/** When it ends it leaves its socket without a listener, so that a reset would end the process, and unread. */
class PoliteTlsClient extends RSocketTlsClient {
  socket: Socket | undefined;
  /** What has come, as it came. */
  readonly chunks: Buffer[] = [];

  override setupSocket(socket: Socket): void {
    super.setupSocket(socket);
    this.socket = socket.on('data', (bytes: Buffer) => this.chunks.push(bytes));
  }

  override _close(error?: Error): void {
    super._close(error);
    this.socket?.on('error', () => undefined).resume();
  }
}

export interface Someone extends Credentials {
  readonly id: string;
}

/** A key of its own, as every node has one. */
export const someone = async (): Promise<Someone> => {
  const credentials = await selfSigned('ed25519');
  const { publicKey } = new X509Certificate(credentials.cert);
  return { ...credentials, id: nodeIdOf(publicKey.export({ type: 'spki', format: 'der' })) };
};

export const helloOf = (id: string, more: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ version: 1, network: 'millrace', id, boot: 'strangersboot', ...more }));

export const tlsOptions = ({ key, cert }: Credentials, port: number): ConnectionOptions => ({
  host: '127.0.0.1', port, key, cert,
  ALPNProtocols: ['millrace/1'], minVersion: 'TLSv1.3', rejectUnauthorized: false,
});

export const to = (route: string, data = ''): Payload =>
  ({ data: Buffer.from(data), metadata: core.encodeRoute(route) });

export interface Goodbye {
  readonly code: number;
  readonly reason: string;
  readonly detail?: string;
}

export class Stranger {
  /** What the head said on stream 0, if it did. */
  goodbye: Goodbye | undefined;
  readonly #transport: PoliteTlsClient;
  readonly #client: { connect(): { subscribe(to: object): void } };

  constructor(tls: ConnectionOptions, hello: Buffer, setup: object = {}) {
    this.#transport = new PoliteTlsClient(tls, core.BufferEncoders);
    this.#client = new core.RSocketClient({
      setup: {
        keepAlive: 60_000, lifetime: 180_000, dataMimeType: 'application/octet-stream',
        metadataMimeType: 'message/x.rsocket.routing.v0', payload: { data: hello }, ...setup,
      },
      transport: this.#transport,
      errorHandler: ({ source }: { source?: { code: number; message: string } }) => {
        if (source === undefined) return;
        this.goodbye = { code: source.code, ...(JSON.parse(source.message) as { reason: string }) };
      },
    });
  }

  /** As soon as TCP is connected, as that client has it: whether it is welcome shows later. */
  connect(): Promise<RSocket> {
    return new Promise((resolve, reject) => {
      this.#client.connect().subscribe({ onComplete: resolve, onError: reject, onSubscribe: () => undefined });
    });
  }

  /** All that has come from the head so far. */
  get heard(): readonly Uint8Array[] {
    return this.#transport.chunks;
  }

  destroy(): void {
    this.#transport._close();
    this.#transport.socket?.destroy();
  }
}

export const answer = (single: Single): Promise<string> =>
  new Promise((resolve, reject) => {
    single.subscribe({ onComplete: ({ data }) => resolve(String(data)), onError: reject });
  });

/** Takes the numbers of a stream in credits of so many. @returns them, and how many came that were not asked for */
export const counted = (
  theirs: RSocket, payload: Payload, credits: number,
): Promise<{ readonly values: readonly number[]; readonly over: number }> =>
  new Promise((resolve, reject) => {
    const values: number[] = [];
    let [given, over] = [0, 0];
    let flow: Flow;
    const more = (): void => {
      given += credits;
      flow.request(credits);
    };
    theirs.requestStream(payload).subscribe({
      onSubscribe: (subscription) => {
        flow = subscription;
        more();
      },
      onNext: ({ data }) => {
        if (values.push(Number(String(data))) > given) over++;
        if (values.length % credits === 0) more();
      },
      onComplete: () => resolve({ values, over }),
      onError: reject,
    });
  });
