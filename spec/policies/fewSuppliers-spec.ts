// Who is to bring what is new, and who is to say only that it is there.
import { chooseSupply } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { fewSuppliers } from '../../lib/policies/fewSuppliers.ts';
import {
  after, aState, closed, itemsHeard, marbles, opened, recordOf, reported, steps,
} from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const peers = { 'out-1': {}, 'out-2': {}, 'in-3': {}, 'in-4': {}, 'in-5': {} };
const all = Object.keys(peers);
const linked = after(aState({ peers }), 0, ...all.map((peer) => opened(peer)));
const brings = (peer: string): Event => itemsHeard(peer, [recordOf(`by ${peer}`)]);
const spare = (peer: string): Event => ({ type: 'supply-chosen', peer, supply: 'adverts' });
const policy = () => fewSuppliers({ suppliers: 3, recentMs: 20 });

describe('fewSuppliers', () => {
  drawing('fewSuppliers', 'has whoever brings what is known say only that it is there, once four bring anything', {
    policy,
    from: linked,
    events: ['  abc-d---e', {
      a: brings('out-1'), b: brings('out-2'), c: reported('in-3', { known: 1 }), d: reported('in-4', { known: 2 }),
      e: reported('out-2', { known: 1 }),
    }],
    commands: ['----x---y', { x: chooseSupply('in-4', 'adverts'), y: chooseSupply('out-2', 'adverts') }],
  });

  it('does not count on whoever brings nothing, or has brought nothing for long', () =>
    marbles(({ hot, expectCommands }) => {
      const silent = hot('abc', { a: brings('out-1'), b: brings('out-2'), c: reported('in-3', { known: 1 }) });
      expectCommands(silent.pipe(steps(linked), policy())).toBe('');
      const late = hot('ab 20ms cd', {
        a: brings('out-1'), b: brings('out-2'), c: brings('in-3'), d: reported('in-4', { known: 1 }),
      });
      expectCommands(late.pipe(steps(linked), policy())).toBe('');
    }));

  it('asks nobody who has been asked, and nobody who brings only what is new', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('abcsd', {
        a: brings('out-1'), b: brings('out-2'), c: brings('in-3'), s: spare('in-4'), d: reported('in-4', { known: 1 }),
      });
      expectCommands(event$.pipe(steps(linked), policy())).toBe('');
    }));

  it('puts another one in the place of a supplier that is gone', () =>
    marbles(({ hot, expectCommands }) => {
      const three = after(linked, 0, spare('in-4'), spare('in-5'));
      const event$ = hot('---c', { c: closed('out-1') });
      const gone = { ...three, peers: three.peers.delete('out-1') };
      expectCommands(event$.pipe(steps(gone), policy())).toBe('---x', { x: chooseSupply('in-4', 'news') });
    }));

  boundaries(policy);
});
