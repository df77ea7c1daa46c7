// Who is told what, and who is not told again.
import { advertise, push } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import { disseminate } from '../../lib/policies/disseminate.ts';
import {
  after, aState, doubtOf, itemsHeard, marbles, opened, recordIssued, recordOf, reported, signedBy, steps,
} from '../../lib/testing/index.ts';
import type { State } from '../../lib/state.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const [me, anna, bert] = [signedBy('me'), signedBy('anna'), signedBy('bert')];
const peers = { 'out-1': {}, 'out-2': {}, 'in-3': {} };
const ten = Array.from({ length: 10 }, (_, at): Event => itemsHeard('in-3', [recordOf(`n${at}`)]));

/** Ten records have come in this moment; head 2 has asked for adverts. Anna and bert are known from before. */
const busy = (): State => after(
  aState({ self: { node: me }, peers }), 0, opened('out-1'), opened('out-2'), reported('out-2', { lazy: true }),
  itemsHeard('in-3', [recordOf('anna'), recordOf('bert')]), ...ten,
);

const start = itemsHeard('in-3', [recordOf('carl')]);

describe('disseminate', () => {
  drawing('disseminate', 'tells every head what is new but the one it came from, and nobody twice', {
    policy: () => disseminate(),
    from: aState({ peers }),
    events: ['  --a-i---b---b', {
      a: itemsHeard('out-1', [recordOf('anna')]),
      i: itemsHeard('in-3', [recordOf('anna', { seq: 2, label: 'moved' })]),
      b: itemsHeard('out-2', [recordOf('bert')]),
    }],
    commands: ['--x-(yz)w', {
      x: push('out-2', [anna]), y: push('out-1', [anna]), z: push('out-2', [anna]), w: push('out-1', [bert]),
    }],
  });

  it('tells all heads of this node\'s own record', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--r', { r: recordIssued(recordOf('anna')) });
      expectCommands(event$.pipe(steps(aState({ peers })), disseminate()))
        .toBe('           --(xy)', { x: push('out-1', [anna]), y: push('out-2', [anna]) });
    }));

  it('tells of a doubt alone, and of a renewal by its header', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('--a--d---r---b', {
        a: itemsHeard('out-1', [recordOf('anna', { out: [bert] })]), d: itemsHeard('in-3', [doubtOf('bert', anna)]),
        r: itemsHeard('out-1', [recordOf('anna', { seq: 2, out: [bert] })]),
        b: itemsHeard('out-1', [recordOf('anna', { seq: 3, out: [bert] })]),
      });
      const [doubts, headers] = [{ doubts: [anna] }, { headers: [anna] }];
      expectCommands(event$.pipe(steps(aState({ peers })), disseminate())).toBe('--x--(yz)r---b', {
        x: push('out-2', [anna]), y: push('out-1', [], doubts), z: push('out-2', [], doubts),
        r: push('out-2', [], headers), b: push('out-2', [], headers),
      });
    }));

  it('advertises records in a busy network to whoever has asked for that, what comes together at once', () =>
    marbles(({ hot, expectCommands, scheduler }) => {
      const event$ = hot('s----a-b', {
        s: start, a: itemsHeard('in-3', [recordOf('anna', { seq: 2, label: 'a' })]),
        b: itemsHeard('in-3', [recordOf('bert', { seq: 2, label: 'b' })]),
      });
      const first = [...Array.from({ length: 10 }, (_, at) => signedBy(`n${at}`))];
      const from = busy();
      const before = [anna, bert, ...first.slice(0, 8), ...first.slice(8), signedBy('carl')];
      expectCommands(event$.pipe(steps(from), disseminate(scheduler))).toBe('(su)-a-b 12ms x', {
        s: push('out-1', before), u: push('out-2', before.slice(0, 10)),
        a: push('out-1', [anna]), b: push('out-1', [bert]),
        x: advertise('out-2', [...first.slice(8), signedBy('carl'), anna, bert]),
      });
    }));

  it('advertises renewals to all heads once a second in a busy network, but not what refutes a doubt', () =>
    marbles(({ hot, expectCommands, scheduler }) => {
      const doubted = after(
        aState({ peers }), 0, opened('out-1'),
        itemsHeard('in-3', [recordOf('anna', { out: [bert] }), recordOf('bert')]), ...ten,
        itemsHeard('in-3', [doubtOf('bert', anna)]));
      const event$ = hot('s--b-a', {
        s: start, b: itemsHeard('in-3', [recordOf('bert', { seq: 2 })]),
        a: itemsHeard('in-3', [recordOf('anna', { seq: 2, out: [bert] })]),
      });
      const one = { ...doubted, peers: aState({ peers: { 'out-1': {} } }).peers };
      expectCommands(event$.pipe(steps(one), disseminate(scheduler))).toBe('s----a 994ms x', {
        s: push('out-1', [
          anna, bert, ...Array.from({ length: 10 }, (_, at) => signedBy(`n${at}`)), signedBy('carl'),
        ]),
        a: push('out-1', [], { headers: [anna] }), x: advertise('out-1', [bert]),
      });
    }));

  boundaries(({ scheduler }) => disseminate(scheduler));
});
