// A node does not talk to itself.
import { expect } from 'chai';
import { accept, dial, welcome } from '../../lib/command.ts';
import { goodbyeFor } from '../../lib/guard.ts';
import { notSelf } from '../../lib/guards/notSelf.ts';
import { aState, closed, after, nodeIdFrom, type StateSketch } from '../../lib/testing/index.ts';

const dialling = (address: string, sketch: StateSketch = {}): string | undefined =>
  notSelf({ command: dial(address), state: aState(sketch), now: 0 });

describe('notSelf', () => {
  it('refuses to dial where the node listens, and says that it is itself', () => {
    const reason = dialling('192.0.2.1:7000', { listening: ['192.0.2.1:7000'] });
    expect(reason).to.equal('self: 192.0.2.1:7000 is this node');
    expect(goodbyeFor(reason ?? '')).to.equal('self');
  });

  it('dials the port beside it', () =>
    expect(dialling('192.0.2.1:7001', { listening: ['192.0.2.1:7000'] })).to.be.undefined);

  it('knows the loopback as itself when it listens everywhere', () => {
    expect(dialling('127.0.0.1:7000', { listening: ['0.0.0.0:7000'] })).to.match(/^self: /);
    expect(dialling('[::1]:7000', { listening: ['[::]:7000'] })).to.match(/^self: /);
    expect(dialling('127.0.0.1:7000', { listening: ['[::]:7000'] })).to.match(/^self: /);
  });

  it('does not take another port, another host or another protocol on the loopback for itself', () => {
    expect(dialling('127.0.0.1:7001', { listening: ['0.0.0.0:7000'] })).to.be.undefined;
    expect(dialling('192.0.2.9:7000', { listening: ['0.0.0.0:7000'] })).to.be.undefined;
    expect(dialling('[::1]:7000', { listening: ['0.0.0.0:7000'] })).to.be.undefined;
  });

  it('refuses to dial its own id, wherever that is said to be', () =>
    expect(dialling(`${nodeIdFrom('self')}@192.0.2.9:7000`)).to.match(/^self: /));

  it('refuses to dial an address that turned out to be itself', () => {
    const state = after(aState({ addresses: { '192.0.2.9:7000': {} } }), 0, closed('out-1', {
      address: '192.0.2.9:7000', reason: 'self', phase: 'greeted', endedBy: 'local',
    }));
    expect(notSelf({ command: dial('192.0.2.9:7000'), state, now: 0 })).to.match(/^self: /);
  });

  it('refuses to welcome itself, and welcomes another', () => {
    const state = aState({ peers: {
      'in-1': { phase: 'greeted', node: nodeIdFrom('self') }, 'in-2': { phase: 'greeted', node: nodeIdFrom('other') },
    } });
    expect(notSelf({ command: welcome('in-1'), state, now: 0 })).to.equal(`self: both ends are ${nodeIdFrom('self')}`);
    expect(notSelf({ command: welcome('in-2'), state, now: 0 })).to.be.undefined;
    expect(notSelf({ command: accept('in-1'), state, now: 0 })).to.be.undefined;
  });
});
