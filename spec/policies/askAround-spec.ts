// When a node asks for others, and whom.
import { expect } from 'chai';
import { askPeers } from '../../lib/command.ts';
import { defaultPolicies } from '../../lib/defaults.ts';
import { askAround } from '../../lib/policies/askAround.ts';
import { aState, marbles, opened, steps, type StateSketch } from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';
import { Town, type House } from '../support/town.ts';

const policy = () => askAround({ fewer: 2, everyMs: 5 });

describe('askAround', () => {
  drawing('askAround', 'asks a head for others when few are known, and not every one at once', {
    policy,
    events: ['  -ab---c', { a: opened('out-1'), b: opened('out-2'), c: opened('out-3') }],
    commands: ['-x----y', { x: askPeers('out-1', 32), y: askPeers('out-3', 32) }],
  });

  it('asks nobody who came to it, and nobody while it stops', () =>
    marbles(({ hot, expectCommands }) => {
      expectCommands(hot('i', { i: opened('in-1') }).pipe(steps(), policy())).toBe('');
      const stopping = aState({ lifecycle: 'stopping' });
      expectCommands(hot('a', { a: opened('out-1') }).pipe(steps(stopping), policy())).toBe('');
    }));

  it('counts whom it has found or has not tried, and not itself nor who does not answer', () => {
    const [a, b, c] = ['203.0.113.1:7000', '203.0.113.2:7000', '203.0.113.3:7000'];
    const asks = (addresses: NonNullable<StateSketch['addresses']>, commands: string): void =>
      marbles(({ hot, expectCommands }) =>
        expectCommands(hot('a', { a: opened('out-1', { address: a }) }).pipe(steps(aState({ addresses })), policy()))
          .toBe(commands, { x: askPeers('out-1', 32) }));
    asks({ [a]: {}, [b]: {} }, '');
    asks({ [a]: {}, [b]: { attempts: 4 } }, 'x');
    asks({ [a]: {}, [b]: { attempts: 4, aliveAt: 1 } }, '');
    asks({ [a]: {}, [c]: { self: true } }, 'x');
  });

  it('is answered with records of others, which a node that watches nobody hears in no other way', () => {
    const town = new Town();
    const anna = town.house('a');
    const others = 'bcdef'.split('').map((letter) => town.house(letter, { peers: [anna.address] }));
    town.advance(10_000);
    const late = (letter: string, asks: boolean): House => town.house(letter, {
      peers: [anna.address],
      policies: (env) => ({
        redial: defaultPolicies({}, env)['redial']!, slots: defaultPolicies({}, env)['slots']!,
        ...(asks ? { askAround: policy() } : {}),
      }),
    });
    const [asking, silent] = [late('g', true), late('h', false)];
    town.advance(2_000);
    const heardOf = ({ net }: House): number => net.state.network.survey.size - 1;
    expect([asking, silent].map(heardOf)).to.deep.equal([5, 0]);
    [anna, ...others, asking, silent].forEach(({ running }) => running.unsubscribe());
  });
});
