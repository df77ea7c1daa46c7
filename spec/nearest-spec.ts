// What a mistyped word was meant to be.
import { expect } from 'chai';
import { nearest } from '../lib/nearest.ts';

const KEYS = ['label', 'listen', 'peers', 'peersFile', 'heartbeatEvery', 'http'];

describe('nearest', () => {
  it('knows what a slip of a finger was meant to be', () => {
    expect(['lable', 'Listen', 'peer', 'heartbeatEvry', 'htpt'].map((word) => nearest(word, KEYS)))
      .to.deep.equal(['label', 'listen', 'peers', 'heartbeatEvery', 'http']);
  });

  it('suggests nothing for a word that is like none of them', () => {
    expect(nearest('frobnicate', KEYS)).to.equal(undefined);
    expect(nearest('x', [])).to.equal(undefined);
    expect(nearest('l'.repeat(100_000), KEYS)).to.equal(undefined);
  });
});
