// The shared contract, on every transport there is.
import { realEnv } from '../../lib/env.ts';
import { newNodeKey, type NodeKey } from '../../lib/identity/nodeKey.ts';
import { MemoryNetwork, type MemoryNetworkOptions } from '../../lib/transports/memory.ts';
import { tcpTransport } from '../../lib/transports/tcp.ts';
import { tlsTransport } from '../../lib/transports/tls.ts';
import type { Ends } from '../support/ends.ts';
import { transportContract } from './contract.ts';

const [ALICE, BOB] = ['a'.repeat(32), 'b'.repeat(32)] as const;

const memory = (secure: boolean, conditions: Omit<MemoryNetworkOptions, 'env'> = {}): Ends => {
  const network = new MemoryNetwork({ env: realEnv, ...conditions });
  if (!secure) {
    return { head: network.transport({ host: '10.0.0.1' }), tail: network.transport({ host: '10.0.0.2' }),
      local: '10.0.0.1:0' };
  }
  return {
    head: network.transport({ host: '10.0.0.1', node: ALICE }),
    tail: network.transport({ host: '10.0.0.2', node: BOB }),
    local: '10.0.0.1:0', headNode: ALICE, tailNode: BOB,
  };
};

transportContract('memory', () => memory(true));
transportContract('memory (nobody proves anything)', () => memory(false));
transportContract('memory (late, jittery, cut into pieces)', () =>
  memory(true, { latencyMs: 1, jitterMs: 3, chunkBytes: 30_000 }));

transportContract('tcp', () => ({ head: tcpTransport(), tail: tcpTransport(), local: '127.0.0.1:0' }));

const keys: Promise<readonly [NodeKey, NodeKey]> = Promise.all([newNodeKey(), newNodeKey()]);
transportContract('tls', async () => {
  const [head, tail] = await keys;
  return {
    head: tlsTransport({ key: head }), tail: tlsTransport({ key: tail }),
    local: '127.0.0.1:0', headNode: head.id, tailNode: tail.id,
  };
});
