// Has the other end of a connection prove that it is a node, and lets go of it.
import { map, take, takeLast, type Observable } from 'rxjs';
import type { NodeId } from '../nodeId.ts';
import type { Connection } from '../transport.ts';

/** Emits once and completes when it has; errors as the handshake does. */
export const handshaken = (connection: Connection, node: NodeId): Observable<void> =>
  connection.secure(node).pipe(
    take(1),
    takeLast(1), // once the handshake is over: to destroy what it has made before would be its failure
    map((channel) => channel.destroy()),
  );
