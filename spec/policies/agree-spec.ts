// When a node says where it stands.
import { beat } from '../../lib/command.ts';
import { agree } from '../../lib/policies/agree.ts';
import { aState, itemsHeard, marbles, recordOf, steps, ticked } from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

describe('agree', () => {
  drawing('agree', 'tells every head soon after its digest has changed, once for changes that come together', {
    policy: () => agree({ withinMs: 5, mostMs: 50 }),
    from: aState({ peers: { 'out-1': {}, 'in-2': {} } }),
    events: ['  ab-------t-------c', {
      a: itemsHeard('in-2', [recordOf('anna')]), b: itemsHeard('in-2', [recordOf('bert')]), t: ticked('idle'),
      c: itemsHeard('in-2', [recordOf('carl')]),
    }],
    commands: ['------x---------------x', { x: beat('out-1', { ifNews: true }) }],
  });

  it('tells every so often while the map does not come to rest', () =>
    marbles(({ hot, expectCommands, scheduler }) => {
      const event$ = hot('a-b-c-d-e', Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) =>
        [name, itemsHeard('in-2', [recordOf(name)])])));
      const policy = agree({ withinMs: 3, mostMs: 5 }, scheduler);
      expectCommands(event$.pipe(steps(aState({ peers: { 'out-1': {} } })), policy))
        .toBe('       -------x---x', { x: beat('out-1', { ifNews: true }) });
    }));

  boundaries(({ scheduler }) => agree({ withinMs: 50, mostMs: 500 }, scheduler));
});
