// The local network as a source of addresses, for a configuration that wants it; others need not even load it.
import { defer, mergeMap } from 'rxjs';
import type { Config } from '../config/config.ts';
import type { Env } from '../env.ts';
import type { Net } from '../net.ts';
import type { NodeId } from '../nodeId.ts';
import type { Sources } from '../source.ts';
import { onLink } from '../sources/onLink.ts';

/** @param net its state is looked at whenever the node tells of itself */
export const mdnsOf = ({ mdns, network }: Config, node: NodeId, net: Net, env: Env): Sources => {
  if (mdns === 'off') return {};
  const at = mdns === 'on' ? undefined : mdns;
  const loaded = defer(async () => {
    const [{ multicast }, { localNetwork }] = await Promise.all([
      import('../sources/multicast.ts'), import('../sources/localNetwork.ts'),
    ]);
    return localNetwork({ node, network, here: () => onLink(net.state, at), open: () => multicast(at) }, env);
  });
  return { mdns: loaded.pipe(mergeMap((source) => source)) };
};
