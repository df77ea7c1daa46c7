// Whether all agree, as the dashboard says it.
import { expect } from 'chai';
import { agreementWords, sizeWords } from '../../../lib/dashboard/words/agreementWords.ts';
import { clockTime } from '../../../lib/dashboard/words/clockTime.ts';
import { iso } from '../../../lib/iso.ts';
import { aNetwork, aNode, BRUNO, CLARA, NOON } from '../../support/aPage.ts';

const NODES = Array.from({ length: 42 }, (_, at) => aNode(`n${at}`));
const AGREED = { proven: true, since: iso(NOON), radius: 4, share: 1, excluded: [], manyExcluded: false };
const since = clockTime(NOON, NOON);

const said = (...parts: Parameters<typeof aNetwork>): string => agreementWords(aNetwork(...parts), NOON).text;

describe('the words about agreement', () => {
  it('say that all agree, and since when', () => {
    expect(said({ nodes: NODES })).to.equal(`all 42 nodes agree since ${since}`);
    expect(said({ nodes: NODES.slice(0, 2) })).to.equal(`both nodes agree since ${since}`);
    expect(agreementWords(aNetwork(), NOON).mood).to.equal('good');
  });

  it('name who is left out', () => {
    expect(said({ agreement: { ...AGREED, excluded: [BRUNO] } })).to.equal(
      `all 3 nodes agree since ${since}, except bruno`,
    );
    expect(said({ agreement: { ...AGREED, excluded: [BRUNO, CLARA] } })).to.match(/except bruno and clara$/);
    expect(said({ agreement: { ...AGREED, excluded: ['x', 'y', BRUNO, CLARA] } })).to.match(
      /except x, y, bruno and 1 more$/,
    );
  });

  it('say how many are known to agree while that is not proven of all', () => {
    const agreement = { ...AGREED, proven: false, since: null, share: 38 / 42 };
    expect(said({ nodes: NODES, agreement })).to.equal('38 of 42 known to agree');
    expect(said({ nodes: NODES, agreement: { ...agreement, manyExcluded: true } })).to.equal(
      '38 of 42 known to agree: too many are left out to prove more',
    );
  });

  it('name who is in doubt', () => {
    const nodes = [aNode('anna'), aNode('bruno'), aNode('clara', { verdict: 'suspect' })];
    expect(said({ nodes, agreement: { ...AGREED, proven: false, share: 0.5 } })).to.equal(
      '1 of 2 known to agree, while clara is in doubt',
    );
  });

  it('say that the network has come apart before all else, even when those here agree', () => {
    const partition = { since: iso(NOON), side: 'minority', before: 42, missing: 22 } as const;
    const words = agreementWords(aNetwork({ nodes: NODES.slice(0, 20), partition }), NOON);
    expect(words).to.deep.equal({ mood: 'bad', text: `the network has come apart: 20 of 42 here since ${since}` });
  });

  it('say that a node is alone', () =>
    expect(said({ nodes: NODES.slice(0, 1) })).to.equal('this node is alone: it knows of no other'));

  it('count nodes and edges', () => expect(sizeWords(aNetwork())).to.equal('3 nodes, 3 edges'));
});
