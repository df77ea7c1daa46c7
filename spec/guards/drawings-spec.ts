// One picture of each guard: what happens, what is asked, what is refused.
import { accept, dial, welcome } from '../../lib/command.ts';
import { maxDialling } from '../../lib/guards/maxDialling.ts';
import { maxHandshakes } from '../../lib/guards/maxHandshakes.ts';
import { maxIncoming } from '../../lib/guards/maxIncoming.ts';
import { maxOutgoing } from '../../lib/guards/maxOutgoing.ts';
import { notBanned } from '../../lib/guards/notBanned.ts';
import { notLooping } from '../../lib/guards/notLooping.ts';
import { notSelf } from '../../lib/guards/notSelf.ts';
import { onePerRemote } from '../../lib/guards/onePerRemote.ts';
import { perAddress } from '../../lib/guards/perAddress.ts';
import { perGroup } from '../../lib/guards/perGroup.ts';
import { whileRunning } from '../../lib/guards/whileRunning.ts';
import {
  accepted, aState, banned, closed, closing, dialStarted, greeted, listening, loopFound, opened, stopRequested,
    unreachable,
} from '../../lib/testing/index.ts';
import { asks, guardDrawing, happens } from '../support/drawing.ts';

const [here, there] = ['10.0.0.1:7000', '10.0.0.2:7000'];
const d = asks(dial(here));
const started = happens(dialStarted('out-1', { address: here }));

describe('a picture of the guard', () => {
  guardDrawing('whileRunning', 'lets nobody be called from the moment that a stop was asked for', {
    guard: whileRunning,
    asked: ['  -d-s-d', { d, s: happens(stopRequested()) }],
    refused: ['-----x', { x: 'stopping: the node is leaving' }],
  });

  guardDrawing('notBanned', 'keeps away from whom a ban is on, until it ends', {
    guard: notBanned,
    asked: ['  d-b-d-d', { d, b: happens(banned('10.0.0.1', { until: 6, reason: 'noise' })) }],
    refused: ['----x', { x: 'banned: until 1970-01-01T00:00:00.006Z (noise)' }],
  });

  guardDrawing('notSelf', 'does not dial where this node listens', {
    guard: notSelf,
    asked: ['  d-l-d', { d, l: happens(listening(here)) }],
    refused: ['----x', { x: `self: ${here} is this node` }],
  });

  guardDrawing('notLooping', 'lets only the operator dial what a loop went round, until it is over', {
    guard: notLooping,
    asked: ['  d-l-d-o-d', { d, l: happens(loopFound(here, { until: 8 })), o: asks(dial(here), 'operator') }],
    refused: ['----x', {
      x: 'loop: dialIdle dials it, strict closes it (evicted), 5 times in 1s; ' +
        'left alone until 1970-01-01T00:00:00.008Z',
    }],
  });

  guardDrawing('onePerRemote', 'dials nobody twice', {
    guard: onePerRemote,
    asked: ['  d-s-d-c-d', { d, s: started, c: happens(closing('out-1')) }],
    refused: ['----x', { x: `duplicate: out-1 leads to ${here}, and is dialling` }],
  });

  guardDrawing('maxOutgoing', 'dials the last one that fits, and no more until one is closing', {
    guard: maxOutgoing(1),
    asked: ['  d-s-e-c-e', { d, s: started, e: asks(dial(there)), c: happens(closing('out-1')) }],
    refused: ['----x', { x: 'full: 1 outgoing, limit 1' }],
  });

  guardDrawing('maxDialling', 'counts attempts, not what is alive', {
    guard: maxDialling(1),
    asked: ['  d-s-e-o-e', { d, s: started, e: asks(dial(there)), o: happens(opened('out-1', { address: here })) }],
    refused: ['----x', { x: 'full: 1 attempts under way, limit 1' }],
  });

  guardDrawing('maxIncoming', 'accepts the last one that fits', {
    guard: maxIncoming(1),
    asked: ['  ad-o-be', {
      a: happens(accepted('in-1')), d: asks(accept('in-1')), o: happens(opened('in-1')),
      b: happens(accepted('in-2')), e: asks(accept('in-2')),
    }],
    refused: ['------x', { x: 'full: 1 incoming, limit 1' }],
  });

  guardDrawing('maxHandshakes', 'counts those on their way, not what is alive', {
    guard: maxHandshakes(1),
    asked: ['  ad-be-o-e', {
      a: happens(accepted('in-1')), d: asks(accept('in-1')), b: happens(accepted('in-2')), e: asks(accept('in-2')),
      o: happens(opened('in-1')),
    }],
    refused: ['----x', { x: 'full: 1 handshakes under way, limit 1' }],
  });

  guardDrawing('perAddress', 'counts the connections of one host, whatever the port', {
    guard: perAddress({ incoming: 1 }),
    asked: ['  ad-be', {
      a: happens(accepted('in-1', { address: '10.0.0.7:5000' })), d: asks(accept('in-1')),
      b: happens(accepted('in-2', { address: '10.0.0.7:5001' })), e: asks(accept('in-2')),
    }],
    refused: ['----x', { x: 'full: 1 connections of 10.0.0.7, limit 1' }],
  });

  guardDrawing('perGroup', 'dials one of each group, and another once the first is gone', {
    guard: perGroup({ incoming: 1, outgoing: 1 }),
    asked: ['  d-s-e-u-e', {
      d: asks(dial('203.0.113.1:7000')), s: happens(dialStarted('out-1', { address: '203.0.113.1:7000' })),
      e: asks(dial('203.0.5.5:7000')), u: happens(unreachable('out-1', { address: '203.0.113.1:7000' })),
    }],
    refused: ['----x', { x: 'full: 1 outgoing in group 203.0, limit 1' }],
  });

  guardDrawing('onePerRemote', 'welcomes one connection of a node in each direction', {
    guard: onePerRemote,
    from: aState({ peers: { 'in-1': { node: 'b'.repeat(32) } } }),
    asked: ['  agw-cw', {
      a: happens(accepted('in-2')), g: happens(greeted('in-2', { id: 'b'.repeat(32) })), w: asks(welcome('in-2')),
      c: happens(closed('in-1')),
    }],
    refused: ['--x', { x: `duplicate: in-1 to ${'b'.repeat(32)} stands` }],
  });
});
