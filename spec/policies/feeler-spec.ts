// Addresses that are tried only to know whether somebody is there.
import { close, defer, dial, prove } from '../../lib/command.ts';
import { feeler } from '../../lib/policies/feeler.ts';
import type { Event } from '../../lib/event.ts';
import type { State } from '../../lib/state.ts';
import {
  aState, closed, dialStarted, marbles, nodeIdFrom, opened, proved, refused, steps, ticked, unreachable,
} from '../../lib/testing/index.ts';
import { drawing } from '../support/drawing.ts';

const [here, there, proven] = ['10.0.0.1:7000', '10.0.0.2:7000', '10.0.0.3:7000'];
/** The draw at which an exponential wait is its mean. */
const mean = (): number => 1 - 1 / Math.E;
const policy = (staysMs?: number) =>
  feeler({ everyMs: 5, ...(staysMs === undefined ? {} : { staysMs }) }, undefined, mean);
const state = aState({ addresses: { [here]: {}, [proven]: { provenAt: 1 } } });

const t = ticked('status');
const d = dialStarted('out-1', { address: here });
const o = opened('out-1', { address: here });
const e = closed('out-1', { address: here, reason: 'idle', endedBy: 'local' });
const u = unreachable('out-1', { address: here });
const x = dial(here);
const c = close('out-1', 'idle', { detail: 'only tested' });
const f = defer(here, { forMs: 0, attempts: 0 });

const expected = (
  events: string, commands: string, until: string, more: Record<string, Event> = {}, by = policy(), from = state,
): void =>
  marbles(({ hot, expectCommands }) =>
    expectCommands(hot(events, { t, d, o, e, u, ...more }).pipe(steps(from), by), until).toBe(commands, { x, c, f }));

describe('feeler', () => {
  drawing('feeler',
    'tries an address that nobody was seen at, closes it when it has answered, and lets it be dialled again', {
    policy: () => feeler({ everyMs: 7 }, undefined, mean),
    from: state,
    events: ['  t-------do-e', { t, d, o, e }],
    commands: ['-------x-c-f', { x, c, f }],
    until: '^ 13ms !',
  });

  it('lets one that answered stay as long as told', () =>
    expected('t-----do', '-----x---c', '^ 14ms !', {}, policy(2)));

  it('goes on to the next when nobody answers, and leaves what it has found to redial', () =>
    expected('t-----du', '-----x----x', '^ 12ms !'));

  it('tries one at a time', () => expected('t-----d', '-----x', '^ 30ms !'));

  it('tries again after a guard refused it', () =>
    expected('t-----r', '-----x----x', '^ 12ms !', { r: refused(dial(here)) }));

  it('closes no connection that somebody else wanted', () =>
    expected('t-----pq', '-----x', '^ 12ms !', {
      p: dialStarted('out-7', { address: there }), q: opened('out-7', { address: there }),
    }));

  it('tries nothing where all addresses are proven, and nothing while the node stops', () => {
    expected('t', '', '^ 30ms !', {}, policy(), aState({ addresses: { [proven]: { provenAt: 1 } } }));
    expected('t', '', '^ 30ms !', {}, policy(), aState({ addresses: { [here]: {} }, lifecycle: 'stopping' }));
  });

  it('chooses among them by chance', () =>
    marbles(({ hot, expectCommands }) => {
      const both = aState({ addresses: { [here]: {}, [there]: {} } });
      expectCommands(hot('t', { t }).pipe(steps(both), policy()), '^ 8ms !').toBe('-----y', { y: dial(there) });
    }));

  describe('where it knows the node', () => {
    const [node, other] = [nodeIdFrom('b'), nodeIdFrom('c')];
    const address = `${node}@${here}`;
    const run = (events: string, commands: string, from: State, more: Record<string, Event> = {}): void =>
      marbles(({ hot, expectCommands }) =>
        expectCommands(hot(events, { t, ...more }).pipe(steps(from), policy()), '^ 8ms !').toBe(commands, {
          x: prove(node, address), y: prove(other, `${other}@${there}`),
          d: defer(here, { forMs: 600_000, attempts: 3, error: 'gone' }),
        }));

    it('asks for its key, and makes no edge', () =>
      run('t-----p', '-----x', aState({ addresses: { [address]: {} } }), { p: proved(node, address) }));

    it('leaves the address alone for ten minutes when it is not there', () =>
      run('t-----p', '-----xd', aState({ addresses: { [address]: { attempts: 2 } } }), {
        p: { type: 'address-proved', node, address, holds: false, error: 'gone' },
      }));

    it('tests first who stands in the place of another one', () =>
      run('t', '-----y', aState({ addresses: {
        [address]: {}, [`${other}@${there}`]: { provenAt: 1, challenger: here },
      } })));
  });
});
