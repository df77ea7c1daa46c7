// Dials that the application asks for.
import { expect } from 'chai';
import { Subject } from 'rxjs';
import { groundsOf } from '../../lib/because.ts';
import { dial, type Command } from '../../lib/command.ts';
import type { NodeId } from '../../lib/nodeId.ts';
import { demand } from '../../lib/policies/demand.ts';
import { aState, dialStarted, marbles, nodeIdFrom, opened, steps, ticked } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const [one, two] = ['10.0.0.1:7000', '10.0.0.2:7000'];
const b = nodeIdFrom('b');
const t = ticked('status');
const addresses = { [one]: {}, [`${b}@${two}`]: { attempts: 3 } };

describe('demand', () => {
  drawing('demand', 'dials the best address for a demand, and drops one over the limit', {
    policy: (demand$) => demand(demand$, { max: 1 }),
    from: aState({ addresses }),
    events: ['  t--s', { t, s: dialStarted('out-1', { address: one }) }],
    other: ['demand$', '--d--d', { d: undefined }],
    commands: ['--x', { x: dial(one) }],
  });

  const demanding = (
    dialled: string, who: NodeId | undefined, state = aState({ addresses }), max = 1, x = dial(one),
  ): void =>
    marbles(({ hot, cold, expectCommands }) => {
      const demand$ = cold('-d-', { d: who });
      expectCommands(hot('t', { t }).pipe(steps(state), demand(demand$, { max }))).toBe(dialled, { x });
    });

  it('dials whoever is best when anybody will do', () => demanding('-x', undefined));

  it('dials an address of the node that is asked for', () =>
    demanding('-x', b, aState({ addresses }), 1, dial(`${b}@${two}`)));

  it('drops a demand for a node that no idle address is known of', () => demanding('', nodeIdFrom('c')));

  it('drops a demand on the limit, and not one below', () => {
    demanding('', undefined, aState({ addresses, peers: { 'out-1': {} } }));
    demanding('', undefined, aState({ addresses, peers: { 'out-1': { phase: 'dialling' } } }));
    demanding('-x', undefined, aState({ addresses, peers: { 'out-1': {} } }), 2);
  });

  it('drops a demand while the node stops', () =>
    demanding('', undefined, aState({ addresses, lifecycle: 'stopping' })));

  it('says what it weighed', () => {
    const demand$ = new Subject<NodeId | undefined>();
    const happened$ = new Subject<ReturnType<typeof opened>>();
    const issued: Command[] = [];
    const running = happened$.pipe(steps(aState({ addresses })), demand(demand$, { max: 8 }))
      .subscribe((command) => issued.push(command));
    happened$.next(opened('in-1'));
    demand$.next(undefined);
    expect(issued.map(groundsOf)).to.deep.equal([{ cause: 1, inputs: { outgoing: 0, max: 8, demanded: 'anybody' } }]);
    running.unsubscribe();
  });
});
