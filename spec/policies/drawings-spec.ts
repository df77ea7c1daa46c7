// One picture of each policy that a node has unless it is told otherwise.
import { close, defer, dial, ping, report, save } from '../../lib/command.ts';
import { dialIdle } from '../../lib/policies/dialIdle.ts';
import { keepAlive } from '../../lib/policies/keepAlive.ts';
import { redial } from '../../lib/policies/redial.ts';
import { reportStatus } from '../../lib/policies/reportStatus.ts';
import { saveBook } from '../../lib/policies/saveBook.ts';
import {
  aState, banned, closed, deferred, dialStarted, heard, learnt, ticked, unreachable,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const [here, there] = ['10.0.0.1:7000', '10.0.0.2:7000'];

describe('a picture of', () => {
  drawing('dialIdle', 'dials what is due, as many as are missing, on every tick of the monitor idle', {
    policy: () => dialIdle({ target: 2, dialling: 4 }),
    events: ['  a-i-s-i', {
      a: learnt([here, there]), i: ticked('idle'), s: dialStarted('out-1', { address: here }),
    }],
    commands: ['--(xy)y', { x: dial(here), y: dial(there) }],
  });

  drawing('redial', 'waits longer after each failure, and as long as a remote asks for', {
    policy: () => redial({ minMs: 1_000, maxMs: 600_000 }, () => 0),
    from: aState({ addresses: { [here]: {} }, peers: { 'in-9': {} } }),
    events: ['  u-d-u-f', {
      u: unreachable('out-1', { address: here }),
      d: deferred(here, { until: 0, attempts: 1 }),
      f: closed('out-2',
        { address: here, node: undefined, phase: 'greeting', reason: 'full', endedBy: 'remote', retryAfterMs: 60_000 }),
    }],
    commands: ['x---y-z', {
      x: defer(here, { forMs: 1_000, attempts: 1, error: 'unreachable' }),
      y: defer(here, { forMs: 2_000, attempts: 2, error: 'unreachable' }),
      z: defer(here, { forMs: 60_000, attempts: 2, error: 'full' }),
    }],
  });

  drawing('keepAlive', 'asks whoever is quiet for a sign of life, and closes when none comes', {
    policy: () => keepAlive({ everyMs: 10, patienceMin: 5, patienceMax: 5 }),
    from: aState({ peers: { 'out-1': {} } }),
    events: ['  ---------bbh---------b----b', { b: ticked('heartbeat'), h: heard('out-1') }],
    commands: ['----------p----------p----x', {
      p: ping('out-1'), x: close('out-1', 'timed-out', { detail: 'quiet for 15 ms, limit 15 ms' }),
    }],
  });

  drawing('reportStatus', 'reports on every tick of the monitor status', {
    policy: () => reportStatus(),
    events: ['  --s-i-s', { s: ticked('status'), i: ticked('idle') }],
    commands: ['--x---x', { x: report('log') }],
  });

  drawing('saveBook', 'writes once for a burst of changes, and at once after a ban', {
    policy: () => saveBook({ everyMs: 10 }),
    events: ['  a-a-------------b', { a: learnt([here]), b: banned('10.0.0.9') }],
    commands: ['----------s-----s', { s: save() }],
  });
});
