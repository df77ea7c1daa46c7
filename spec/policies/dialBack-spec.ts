// Which tails are dialled back, and how seldom.
import { expect } from 'chai';
import { from } from 'rxjs';
import { prove, type Command } from '../../lib/command.ts';
import { dialBack } from '../../lib/policies/dialBack.ts';
import type { State } from '../../lib/state.ts';
import type { Step } from '../../lib/step.ts';
import {
  after, itemsHeard, opened, proved, recordOf, signedBy, ticked, withPeers,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const policy = () => dialBack({ afterMs: 10, everyMs: 100 });
const [anna, bert] = [signedBy('anna'), signedBy('bert')];
const [here, there, other] = ['203.0.113.1:7000', '203.0.113.2:7000', '203.0.114.1:7000'] as const;

/** Anna and bert have dialled us at 0; both say where they are. */
const known = (addresses: readonly [string, string] = [here, there]): State =>
  after(withPeers({ 'in-1': { node: anna, openedAt: 0 }, 'in-2': { node: bert, openedAt: 0 } }), 0,
    opened('in-1', { node: anna }),
    itemsHeard('in-1', [
      recordOf('anna', { addresses: [addresses[0]] }), recordOf('bert', { addresses: [addresses[1]] }),
    ]));

const issued = (...steps: readonly (readonly [now: number, state: State])[]): readonly Command[] => {
  const commands: Command[] = [];
  from(steps.map(([now, state]): Step => ({ id: 1, event: ticked('heartbeat'), now, state })))
    .pipe(policy()).subscribe((command) => commands.push(command));
  return commands;
};

const toAnna = prove(anna, `${anna}@${here}`);
const toBert = (endpoint: string): Command => prove(bert, `${bert}@${endpoint}`);

describe('dialBack', () => {
  drawing('dialBack', 'sees whether a tail is where it has signed that it is, once it has been there for a while', {
    policy,
    from: known(),
    events: ['  h 8ms hh-h', { h: ticked('heartbeat') }],
    commands: ['- 8ms -x--', { x: toAnna }],
  });

  it('dials one in each /24, and again when the time is over', () => {
    expect(issued([9, known()])).to.deep.equal([]);
    expect(issued([10, known()], [11, known()], [109, known()])).to.deep.equal([toAnna]);
    expect(issued([10, known()], [110, known()])).to.deep.equal([toAnna, toAnna]);
    expect(issued([10, known([here, other])], [11, known([here, other])])).to.deep.equal([toAnna, toBert(other)]);
  });

  it('takes private addresses each by itself', () => {
    const state = known(['10.0.0.1:7000', '10.0.0.2:7000']);
    expect(issued([10, state], [11, state])).to.have.length(2);
  });

  it('passes over whom it has found already, and goes on with the next', () => {
    const found = after(known(), 5, proved(anna, `${anna}@${here}`));
    expect(issued([10, found])).to.deep.equal([toBert(there)]);
    const lost = after(found, 6, proved(anna, `${anna}@${here}`, false));
    expect(issued([10, lost])).to.deep.equal([toAnna]);
  });

  it('says nothing in a node that stops, and on no other tick', () => {
    expect(issued([10, { ...known(), lifecycle: 'stopping' }])).to.deep.equal([]);
  });
});
