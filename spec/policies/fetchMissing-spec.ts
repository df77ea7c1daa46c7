// What is asked for, of whom, and when.
import { chooseSupply, fetch } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import type { Advert } from '../../lib/exchange/keys.ts';
import { edgeIdOf } from '../../lib/network/ids.ts';
import { fetchMissing } from '../../lib/policies/fetchMissing.ts';
import {
  after, aState, closed, itemsHeard, marbles, opened, recordOf, reported, signedBy, steps,
} from '../../lib/testing/index.ts';
import { boundaries } from '../support/boundaries.ts';
import { drawing } from '../support/drawing.ts';

const of = (name: string, seq = 1): Advert => ({ id: edgeIdOf(signedBy(name)), seq });
const [anna, bert] = [of('anna').id, of('bert').id];
const peers = { 'out-1': {}, 'in-2': {}, 'out-3': {} };
const linked = after(aState({ peers }), 0, ...Object.keys(peers).map((peer) => opened(peer)));
const policy = () => fetchMissing({ afterMs: 4, againMs: 6 });

describe('fetchMissing', () => {
  drawing('fetchMissing', 'asks whoever said first that it is there, and then the others, until it has come', {
    policy,
    from: linked,
    events: ['  ab------------i', {
      a: reported('out-1', { adverts: [of('anna')] }), b: reported('in-2', { adverts: [of('anna')] }),
      i: itemsHeard('in-2', [recordOf('anna')]),
    }],
    commands: ['----x-----y', { x: fetch('out-1', [anna]), y: fetch('in-2', [anna]) }],
  });

  it('asks for nothing that has come meanwhile, and not for what is later already', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('ai', {
        a: reported('out-1', { adverts: [of('anna', 2), of('bert')] }),
        i: itemsHeard('in-2', [recordOf('anna', { seq: 3 })]),
      });
      expectCommands(event$.pipe(steps(linked), policy())).toBe('----x', { x: fetch('out-1', [bert]) });
    }));

  it('asks two at once when the first does not give, so that three who only say that they have it delay it less', () =>
    marbles(({ hot, expectCommands }) => {
      const said = (peer: string): Event => reported(peer, { adverts: [of('anna')] });
      const event$ = hot('(abc)', { a: said('out-1'), b: said('in-2'), c: said('out-3') });
      expectCommands(event$.pipe(steps(linked), policy())).toBe('----x-----(yz)', {
        x: fetch('out-1', [anna]), y: fetch('in-2', [anna]), z: fetch('out-3', [anna]),
      });
    }));

  it('notes so much of one connection that there is room for what others say', () =>
    marbles(({ hot, expectCommands }) => {
      const made = Array.from({ length: 1_024 }, (_, at) => of(`made up ${at}`));
      const event$ = hot('(ab)', {
        a: reported('out-1', { adverts: [...made, of('bert')] }), b: reported('in-2', { adverts: [of('anna')] }),
      });
      expectCommands(event$.pipe(steps(linked), policy())).toBe('----(xy)', {
        x: fetch('out-1', made.map(({ id }) => id)), y: fetch('in-2', [anna]),
      });
    }));

  it('makes a supplier of whoever has what the others did not bring', () =>
    marbles(({ hot, expectCommands }) => {
      const spare = after(linked, 0, { type: 'supply-chosen', peer: 'out-1', supply: 'adverts' });
      const event$ = hot('a', { a: reported('out-1', { adverts: [of('anna')] }) });
      expectCommands(event$.pipe(steps(spare), policy()))
        .toBe('----(xy)', { x: chooseSupply('out-1', 'news'), y: fetch('out-1', [anna]) });
    }));

  it('asks nobody who is gone, and gives up when nobody is left', () =>
    marbles(({ hot, expectCommands }) => {
      const event$ = hot('ac', { a: reported('out-1', { adverts: [of('anna')] }), c: closed('out-1') });
      const gone = { ...linked, peers: linked.peers.delete('out-1') };
      expectCommands(event$.pipe(steps(gone), policy())).toBe('');
    }));

  boundaries(({ scheduler }) => fetchMissing({ afterMs: 80, againMs: 300 }, scheduler));
});
