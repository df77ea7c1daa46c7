// What a node believes before anything has happened.
import { expect } from 'chai';
import { initialState } from '../lib/initialState.ts';
import { Table } from '../lib/table.ts';
import { aSelf } from '../lib/testing/index.ts';

describe('the initial state', () => {
  it('is running, is itself, and knows nothing and nobody', () => {
    const self = aSelf();
    const state = initialState(self);
    expect([state.self, state.lifecycle, state.listening, state.saving]).to.deep.equal([self, 'running', [], 0]);
    const tables = Object.values(state).filter((value) => value instanceof Table);
    expect(tables.map(({ size }) => size)).to.deep.equal(Array(9).fill(0));
  });
});
