// What a node can be told before it starts: the keys of the configuration file, with their defaults filled in.
import type { Address } from '../address.ts';

/** Milliseconds; in the file a duration like `10s`, or a whole number of them. */
export type Ms = number;

/** A name with A and AAAA records and the port there, or a name with SRV records. */
export type DnsName = { readonly name: string; readonly port: number } | { readonly srv: string };

/** Every key is explained in schema/config.schema.json, which a spec holds against this type. */
export interface Config {
  readonly network: string;
  /** Empty: none. */
  readonly label: string;
  readonly listen: readonly Address[];
  readonly announce: readonly Address[];
  readonly peers: readonly Address[];
  readonly peersFile?: string;
  readonly dns: readonly DnsName[];
  /** `on`, `off`, or the IPv4 address of an interface. */
  readonly mdns: string;
  readonly data: string;
  readonly transport: 'tls' | 'tcp';
  readonly insecure: boolean;
  /** `off`: nowhere. */
  readonly http: Address;
  /** As Host headers have them. */
  readonly httpHosts: readonly string[];
  readonly httpExpose: boolean;
  readonly policies: readonly string[];
  readonly outgoing: number;
  readonly incoming: number;
  readonly perAddress: number;
  readonly perGroup: { readonly incoming: number; readonly outgoing: number; readonly narrow: number };
  readonly dialling: number;
  /** What the node may hold at most; a configuration that allows more is refused. */
  readonly memoryLimitMiB: number;
  readonly idleEvery: Ms;
  readonly statusEvery: Ms;
  readonly discoveryEvery: Ms;
  readonly heartbeatEvery: Ms;
  readonly deadAfter: Ms;
  readonly redial: { readonly min: Ms; readonly max: Ms };
  readonly banFor: Ms;
  readonly report: { readonly file?: string };
  readonly record: { readonly file?: string; readonly segmentMiB: number; readonly totalMiB: number };
}
