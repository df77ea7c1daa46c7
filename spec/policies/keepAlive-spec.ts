// Pings and time-outs at their boundaries.
import { close, ping } from '../../lib/command.ts';
import { keepAlive } from '../../lib/policies/keepAlive.ts';
import { aState, heard, marbles, opened, steps, ticked, type PeerSketch } from '../../lib/testing/index.ts';

const policy = keepAlive({ everyMs: 10, patienceMin: 5, patienceMax: 30 });
const beat = ticked('heartbeat');
const alone = (peer: PeerSketch = {}) => aState({ peers: { 'out-1': peer } });
const late = (quietMs: number, limitMs: number) =>
  close('out-1', 'timed-out', { detail: `quiet for ${quietMs} ms, limit ${limitMs} ms` });

describe('keepAlive', () => {
  it('pings a peer as it opens, so that its round trip is known', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--o', { o: opened('in-1') });
      expectCommands(event$.pipe(steps(), policy)).toBe('--p', { p: ping('in-1') });
    }));

  it('spares a peer one millisecond short of the interval, and pings it on it', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('---------bb', { b: beat });
      const expected = '  ----------p';
      expectCommands(event$.pipe(steps(alone()), policy)).toBe(expected, { p: ping('out-1') });
    }));

  it('pings once each time that a peer falls quiet', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('----------bbbh---------bb', { b: beat, h: heard('out-1') });
      const expected = '  ----------p------------p';
      expectCommands(event$.pipe(steps(alone()), policy)).toBe(expected, { p: ping('out-1') });
    }));

  it('spares a peer one millisecond short of the limit, and closes it on the limit', () =>
    marbles(({ hot, expectCommands }) => {
      // a round trip of 10 ms that varies by 1 is given 14 ms
      const event$ = hot('----------b----------- -bb', { b: beat });
      const expected = '  ----------p----------- --x';
      const state = alone({ rttMs: 10, rttVarMs: 1 });
      expectCommands(event$.pipe(steps(state), policy)).toBe(expected, { p: ping('out-1'), x: late(24, 24) });
    }));

  it('gives a fast peer the least patience there is', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('----------b---bb', { b: beat });
      const expected = '  ----------p----x';
      const state = alone({ rttMs: 1, rttVarMs: 0 });
      expectCommands(event$.pipe(steps(state), policy)).toBe(expected, { p: ping('out-1'), x: late(15, 15) });
    }));

  it('gives a slow peer the most patience there is, and no more', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('----------b 28ms bb', { b: beat });
      const expected = '  ----------p 28ms -x';
      const state = alone({ rttMs: 1_000, rttVarMs: 500 });
      expectCommands(event$.pipe(steps(state), policy)).toBe(expected, { p: ping('out-1'), x: late(40, 40) });
    }));

  it('gives the most patience to a peer that has not been measured', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('----------b 28ms bb', { b: beat });
      const expected = '  ----------p 28ms -x';
      expectCommands(event$.pipe(steps(alone()), policy)).toBe(expected, { p: ping('out-1'), x: late(40, 40) });
    }));

  it('closes nobody on the first tick after the process was held up, and whoever is still quiet on the next', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--b 1s b-b', { b: beat });
      const expected = '  --- 1s p-x';
      expectCommands(event$.pipe(steps(alone()), policy)).toBe(expected, { p: ping('out-1'), x: late(1_005, 40) });
    }));

  it('leaves alone whoever is not alive yet or closing already', () =>
    marbles(({ hot, expectCommands }) => {
      const state = aState({ peers: { 'out-1': { phase: 'greeted' }, 'out-2': { phase: 'closing' } } });
      const event$ = hot('100ms b 100ms b', { b: beat });
      expectCommands(event$.pipe(steps(state), policy)).toBe('');
    }));

  it('asks nobody on any other tick', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('100ms (isd)', { i: ticked('idle'), s: ticked('status'), d: ticked('discovery') });
      expectCommands(event$.pipe(steps(alone()), policy)).toBe('');
    }));

  it('has a patience of 5 to 30 seconds unless told otherwise', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot(' 15s b 4998ms bb', { b: beat });
      const expected = '   15s p 4998ms -x';
      const state = alone({ rttMs: 1, rttVarMs: 0 });
      expectCommands(event$.pipe(steps(state), keepAlive({ everyMs: 15_000 })))
        .toBe(expected, { p: ping('out-1'), x: late(20_000, 20_000) });
    }));
});
