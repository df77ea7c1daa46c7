// From a node that is full to those it names.
import { expect } from 'chai';
import { hear } from '../../lib/command.ts';
import { defaultGuards } from '../../lib/defaults.ts';
import { followReferral } from '../../lib/policies/followReferral.ts';
import { alive } from '../../lib/state.ts';
import { aState, closed, marbles, recordOf, steps } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';
import { eventsOf, neighbours, Town } from '../support/town.ts';

const records = [recordOf('anna', { addresses: ['203.0.113.9:7000'] })];
const full = closed('out-1', { reason: 'full', endedBy: 'remote', records });

describe('followReferral', () => {
  drawing('followReferral', 'takes in what a node names that has no room', {
    policy: () => followReferral(),
    events: ['  --f', { f: full }],
    commands: ['--x', { x: hear('out-1', records) }],
  });

  it('takes in nothing of what it has said itself, of who came to it, or where nobody is named', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('lin', {
        l: closed('out-1', { reason: 'full', endedBy: 'local', records }),
        i: closed('in-1', { reason: 'full', endedBy: 'remote', records }),
        n: closed('out-1', { reason: 'full', endedBy: 'remote' }),
      });
      expectCommands(event$.pipe(steps(), followReferral())).toBe('');
      expectCommands(hot('f', { f: full }).pipe(steps(aState({ lifecycle: 'stopping' })), followReferral())).toBe('');
    }));

  it('lets a newcomer that knows one node, which is full, find the network all the same', () => {
    const town = new Town();
    const anna = town.house('a', {
      guards: {
        ...defaultGuards(),
        small: ({ command, state }) =>
          (command.type === 'welcome' && alive(state, 'in') >= 1 ? 'full: 1 incoming, limit 1' : undefined),
      },
    });
    const bert = town.house('b', { peers: [anna.address] });
    town.advance(5_000);
    const carla = town.house('c', { peers: [anna.address] });
    town.advance(5_000);
    expect(eventsOf(carla, 'peer-closed').filter(({ reason }) => reason === 'full')).to.have.length.above(0);
    expect(neighbours(carla)).to.include('out b');
    expect(carla.net.state.network.survey.verdictOf(anna.net.id)).to.equal('up');
    [anna, bert, carla].forEach(({ running }) => running.unsubscribe());
  });
});
