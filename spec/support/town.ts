// Whole nodes on a network in memory and on virtual time: everything real but the wires and the clock.
import type { Subscription } from 'rxjs';
import { node } from '../../lib/node.ts';
import { nodeOfKey } from '../../lib/network/ids.ts';
import { keyedHash } from '../../lib/network/keyedHash.ts';
import type { NodeConfig } from '../../lib/nodeConfig.ts';
import type { Net } from '../../lib/net.ts';
import type { Event, EventOf } from '../../lib/event.ts';
import type { PeerState } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import { MemoryNetwork, type MemoryNetworkOptions } from '../../lib/transports/memory.ts';
import { VirtualEnv } from './virtualEnv.ts';

/** Signs for whoever lives in a town: a keyed hash, the same for a letter every time. */
export const signers = keyedHash('a town');

/** The id of the node of a letter. */
export const idOfLetter = (letter: string): string => nodeOfKey(signers.signer(letter).publicKey);

export interface House {
  readonly letter: string;
  readonly net: Net;
  readonly host: string;
  readonly address: string;
  readonly steps: Step[];
  /** `stopped` after completion, the error after an error. */
  ended: 'running' | 'stopped' | Error;
  readonly running: Subscription;
}

export class Town {
  readonly env: VirtualEnv;
  readonly network: MemoryNetwork;

  /** @param random the middle of everything, unless told */
  constructor(options: Omit<MemoryNetworkOptions, 'env'> = { latencyMs: 10 }, random?: () => number) {
    this.env = new VirtualEnv(random);
    this.network = new MemoryNetwork({ env: this.env, ...options });
  }

  /** A node on a host of its own, 10.0.0.K unless told; its key follows from its letter, its boot id is always the same. */
  house(letter: string, config: Partial<NodeConfig> = {}, host = `10.0.0.${letter.charCodeAt(0) - 96}`): House {
    const signer = signers.signer(letter);
    const id = idOfLetter(letter);
    const address = `${host}:7000`;
    const transport = this.network.transport({ host, node: id });
    const env = this.env;
    const net = node({ id, transport, signer, verifier: signers, env, listen: [address], label: letter, ...config });
    const house = { letter, net, host, address, steps: [] as Step[], ended: 'running' as House['ended'] };
    const running = net.step$.subscribe({
      next: (step) => house.steps.push(step),
      error: (error: unknown) => (house.ended = error as Error),
      complete: () => (house.ended = 'stopped'),
    });
    return Object.assign(house, { running });
  }

  advance(ms: number): void {
    this.env.advance(ms);
  }
}

export const eventsOf = <T extends Event['type']>(house: House, type: T): readonly EventOf<T>[] =>
  house.steps.map(({ event }) => event).filter((event): event is EventOf<T> => event.type === type);

export const peersIn = (house: House): readonly PeerState[] => [...house.net.state.peers.values()];

/** The letters of the nodes that a node has alive connections to, sorted, with the direction: `in b`, `out c`. */
export const neighbours = (house: House): readonly string[] =>
  peersIn(house)
    .filter(({ phase }) => phase === 'alive')
    .map(({ direction, label }) => `${direction} ${label ?? '?'}`)
    .sort();
