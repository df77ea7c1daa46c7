// What a node believes before anything has happened.
import { expect } from 'chai';
import { initialState } from '../lib/initialState.ts';
import { aSelf } from '../lib/testing/index.ts';

describe('the initial state', () => {
  it('is running, is itself, and knows nothing and nobody', () => {
    const self = aSelf();
    const { self: who, lifecycle, ...rest } = initialState(self);
    expect([who, lifecycle]).to.deep.equal([self, 'running']);
    const sizes = Object.values(JSON.parse(JSON.stringify(rest)) as Record<string, object | number | null>)
      .map((value) => (typeof value === 'object' ? Object.keys(value ?? {}).length : value));
    expect(new Set(sizes)).to.deep.equal(new Set([0]));
  });
});
