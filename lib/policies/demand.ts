// Dials when somebody wants to say something, not because a clock ticked.
import type { Observable } from 'rxjs';
import { dial } from '../command.ts';
import { idleAddresses, wholeAddress } from '../idleAddresses.ts';
import type { NodeId } from '../nodeId.ts';
import type { Decision, Policy } from '../policy.ts';
import { occupied, type AddressState, type State } from '../state.ts';
import type { Step } from '../step.ts';
import { whenever } from '../whenever.ts';

export interface Demand {
  /** Outgoing connections, alive or on their way, from which on a demand is dropped. */
  readonly max: number;
}

/** For somebody in particular, an address of that node; else whoever is best. */
const wanted = (state: State, now: number, node: NodeId | undefined): AddressState | undefined => {
  const found = idleAddresses(state, now);
  return node === undefined ? found[0] : found.find((address) => address.node === node);
};

const answer = ({ state, now }: Step, node: NodeId | undefined, max: number): readonly Decision[] => {
  const outgoing = occupied(state, 'out');
  if (state.lifecycle !== 'running' || outgoing >= max) return [];
  const address = wanted(state, now, node);
  if (address === undefined) return [];
  return [{ command: dial(wholeAddress(address)), inputs: { outgoing, max, demanded: node ?? 'anybody' } }];
};

/**
 * Dials one address for each demand: what the application emits when it has a request that nobody could take, a node id
 * when it must be that node, `undefined` when anybody will do. A demand over `max` connections, or for whom no address
 * is idle, is dropped and not kept: whoever still wants it asks again.
 *
 * Zebra's crawler is driven by its request layer like this.
 *
 * @param demand$ unsubscribed with the policy; an error of it ends the node
 * @example
 * const demand$ = new Subject<NodeId | undefined>();
 * const policies = { ...defaultPolicies({}, env), demand: demand(demand$, { max: 8 }) };
 * net.ask(to, 'chat.say', data).pipe(tap({ error: () => demand$.next(to) }));
 */
export const demand = (demand$: Observable<NodeId | undefined>, { max }: Demand): Policy =>
  whenever(demand$, (step, node) => answer(step, node, max));
