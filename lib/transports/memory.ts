// A network of hosts in one process, on any scheduler: what the simulator runs hundreds of nodes on. It is late, it
// loses, it parts and it dies as TCP does, and the same seed gives the same run.
import { defer } from 'rxjs';
import { hostOf } from '../address.ts';
import type { Env } from '../env.ts';
import type { NodeId } from '../nodeId.ts';
import type { Transport } from '../transport.ts';
import { calm, type MemoryConditions } from './memoryConditions.ts';
import { memoryDial } from './memoryDial.ts';
import { MemoryHost } from './memoryHost.ts';
import { memoryListen } from './memoryListen.ts';
import { MemoryRoads } from './memoryRoads.ts';

export type MemoryNetworkOptions = Partial<MemoryConditions> & {
  /** Whose clock and chance everything here runs on. */
  readonly env: Env;
};

export interface MemoryTransportOptions {
  /** The host it runs on, as it stands in addresses: a name or an IP address. */
  readonly host: string;
  /** With it, both ends get an Identity as if TLS had proven it; without, nobody proves anything. */
  readonly node?: NodeId;
}

/**
 * @example
 * const network = new MemoryNetwork({ env, latencyMs: 25, loss: 0.01 });
 * const one = network.transport({ host: '10.0.0.1', node: idOfOne });
 * network.partition(['10.0.0.1'], ['10.0.0.2', '10.0.0.3']);
 */
export class MemoryNetwork {
  readonly #roads: MemoryRoads;
  readonly #hosts = new Map<string, MemoryHost>();

  constructor({ env, ...conditions }: MemoryNetworkOptions) {
    this.#roads = new MemoryRoads(env, { ...calm, ...conditions });
  }

  transport({ host: name, node }: MemoryTransportOptions): Transport {
    const host = this.#hosts.get(name) ?? new MemoryHost(name);
    this.#hosts.set(name, host);
    return {
      secure: node !== undefined,
      listen: (local) => defer(() => {
        this.#raise(host);
        return memoryListen(host, node, local);
      }),
      dial: (remote) => defer(() => {
        this.#raise(host);
        return memoryDial({ roads: this.#roads, from: host, to: this.#hosts.get(hostOf(remote)), node, remote });
      }),
    };
  }

  /**
   * Bytes and dials between the two groups stall, unheard, until `heal`; one group alone is parted from all others.
   *
   * @param oneWay only what the first group sends is lost
   * @returns ends this partition alone; `promptly` when nothing was lost, only late
   */
  partition(group: Iterable<string>, others?: Iterable<string>, oneWay = false): (promptly?: boolean) => void {
    return this.#roads.part(group, others, oneWay);
  }

  /**
   * What a middlebox does to the connections of one host with another: a reset or an end that neither of them sent, or
   * `silence`: the first host has forgotten its ends, and nobody is told.
   *
   * @returns how many connections there were
   */
  sever(one: string, other: string, how: 'reset' | 'end' | 'silence'): number {
    const ends = [...(this.#hosts.get(one)?.ends ?? [])].filter(({ facing }) => facing.name === other);
    for (const end of ends) end.sever(how);
    return ends.length;
  }

  /** The process on a host reads nothing of what its connections hold, until what is returned is called. */
  stopReading(name: string): () => void {
    const ends = [...(this.#hosts.get(name)?.ends ?? [])];
    for (const end of ends) end.pause();
    return () => {
      for (const end of ends) end.resume();
    };
  }

  /**
   * What runs on a host does nothing, as after a SIGSTOP: whoever dials is connected, since that is its kernel's work, and
   * hears nothing more; what is sent to it waits there.
   *
   * @returns lets it go on, with what has come meanwhile
   */
  holdUp(name: string): () => void {
    const release = this.#hosts.get(name)?.holdUp();
    return () => {
      release?.();
      this.#roads.retry(true);
    };
  }

  /** What is open on a host: all zero once everything on it has stopped. */
  openOn(name: string): { readonly connections: number; readonly dials: number; readonly ports: number } {
    const host = this.#hosts.get(name);
    return { connections: host?.ends.size ?? 0, dials: host?.dials.size ?? 0, ports: host?.ports.size ?? 0 };
  }

  /** Ends every partition. What stalled goes on when TCP would send it again: within as long as it has stalled. */
  heal(): void {
    this.#roads.heal();
  }

  /**
   * Cuts a host's power: all it had is gone and nobody is told, and dials to it get no answer. It is up again as soon
   * as anything on it listens or dials; then it refuses what belongs to connections it no longer knows.
   */
  vanish(name: string): void {
    const host = this.#hosts.get(name);
    if (host === undefined) return;
    host.up = false;
    host.stop((end) => end.vanish());
  }

  /** Kills what runs on a host, as `kill -9` does: its connections are reset at the others, its ports refuse. */
  crash(name: string): void {
    const host = this.#hosts.get(name);
    const wasHeldUp = host?.isHeldUp === true;
    host?.stop((end) => end.crash());
    if (wasHeldUp) this.#roads.retry(true);
  }

  #raise(host: MemoryHost): void {
    if (host.up) return;
    host.up = true;
    this.#roads.retry();
  }
}
