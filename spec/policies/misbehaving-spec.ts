// What nodes do wrong, added up and forgotten.
import { ban, close } from '../../lib/command.ts';
import type { Charge } from '../../lib/policies/misbehaving.ts';
import { misbehaving } from '../../lib/policies/misbehaving.ts';
import { aState, closed, marbles, missed, nodeIdFrom, steps, ticked } from '../../lib/testing/index.ts';
import { NEVER, type Observable } from 'rxjs';
import { drawing } from '../support/drawing.ts';

const points = { 'protocol': 5, 'addresses-missed': 4 } as const;
const limits = { limit: 10, halfLifeMs: 1_000, points, banMs: 60_000 } as const;
const b = nodeIdFrom('b');
const state = aState({ peers: { 'in-1': { node: b }, 'out-2': { node: b } } });
const make = (charge$: Observable<Charge> = NEVER, more = {}) => misbehaving({ ...limits, ...more }, charge$);
const p = closed('in-9', { node: b, reason: 'protocol', endedBy: 'local' });
const detail = 'score 10, limit 10: protocol';
const verdict = {
  x: close('in-1', 'misbehaved', { detail }), y: close('out-2', 'misbehaved', { detail }),
  z: ban(b, { forMs: 60_000, reason: `misbehaved: ${detail}` }),
};

describe('misbehaving', () => {
  drawing('misbehaving', 'parts with a node on the limit, on every connection, and bans it', {
    policy: () => make(),
    from: state,
    events: ['  (pp)', { p }],
    commands: ['(xyz)', verdict],
  });

  it('waits one point short of the limit', () =>
    marbles(({ hot, expectCommands }) => expectCommands(hot('p', { p }).pipe(steps(state), make())).toBe('')));

  it('forgets half in a half-life', () =>
    marbles(({ hot, expectCommands }) => {
      expectCommands(hot('p 999ms p 999ms p', { p }).pipe(steps(state), make())).toBe('');
      const four = { ...limits, limit: 8.75 };
      const said = 'score 9, limit 8.75: protocol';
      const values = {
        x: close('in-1', 'misbehaved', { detail: said }), y: close('out-2', 'misbehaved', { detail: said }),
        z: ban(b, { forMs: 60_000, reason: `misbehaved: ${said}` }),
      };
      expectCommands(hot('p 999ms p 999ms p', { p }).pipe(steps(state), misbehaving(four))).toBe('2s (xyz)', values);
    }));

  it('begins from nothing after that', () =>
    marbles(({ hot, expectCommands }) => expectCommands(hot('(ppp)', { p }).pipe(steps(state), make()))
      .toBe('(xyz)', verdict)));

  it('does not believe what a remote says of us, and counts nothing that has no points', () =>
    marbles(({ hot, expectCommands }) => {
      const r = closed('in-9', { node: b, reason: 'protocol', endedBy: 'remote' });
      const i = closed('in-9', { node: b, reason: 'idle', endedBy: 'local' });
      expectCommands(hot('(rrrriiii)', { r, i }).pipe(steps(state), make())).toBe('');
    }));

  it('charges the host while no node is known, and bans nobody unless told', () =>
    marbles(({ hot, expectCommands }) => {
      const h = closed('in-9', { node: undefined, reason: 'protocol', endedBy: 'local', address: '10.0.0.7:5000' });
      expectCommands(hot('(hh)', { h }).pipe(steps(state), make()))
        .toBe('x', { x: ban('10.0.0.7', { forMs: 60_000, reason: `misbehaved: ${detail}` }) });
      const { banMs: _, ...mild } = limits;
      expectCommands(hot('(pp)', { p }).pipe(steps(state), misbehaving(mild)))
        .toBe('(xy)', { x: verdict.x, y: verdict.y });
    }));

  it('charges who tells no addresses that can be read, while it is connected', () =>
    marbles(({ hot, expectCommands }) => {
      const said = 'score 12, limit 10: addresses-missed';
      const values = {
        x: close('in-1', 'misbehaved', { detail: said }), y: close('out-2', 'misbehaved', { detail: said }),
        z: ban(b, { forMs: 60_000, reason: `misbehaved: ${said}` }),
      };
      expectCommands(hot('(mmm)', { m: missed('out-2') }).pipe(steps(state), make())).toBe('(xyz)', values);
      expectCommands(hot('(mmm)', { m: missed('dns') }).pipe(steps(state), make())).toBe('');
    }));

  it('takes charges from the application, against whoever is connected', () =>
    marbles(({ hot, expectCommands }) => {
      const said = 'score 10, limit 10: a lie';
      const values = {
        x: close('in-1', 'misbehaved', { detail: said }), y: close('out-2', 'misbehaved', { detail: said }),
        z: ban(b, { forMs: 60_000, reason: `misbehaved: ${said}` }),
      };
      const charge$ = hot('-c-g',
        { c: { peer: 'in-1', points: 10, why: 'a lie' }, g: { peer: 'in-77', points: 99, why: 'who' } });
      expectCommands(hot('t', { t: ticked('status') }).pipe(steps(state), make(charge$))).toBe('-(xyz)', values);
    }));
});
