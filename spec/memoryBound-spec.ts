// What a node can hold at most, against the limits that it follows from.
import { expect } from 'chai';
import { memoryBound, memoryText } from '../lib/memoryBound.ts';
import { PARTIAL_BYTES_ALL_PEERS_MAX } from '../lib/wire/limits.ts';

const MIB = 1_024 * 1_024;
const usual = { incoming: 64, outgoing: 8, http: '127.0.0.1:0' };

describe('the memory bound', () => {
  it('is the sum of its places, among them what the wire allows', () => {
    const { bytes, terms } = memoryBound(usual);
    expect(terms.reduce((sum, term) => sum + term.bytes, 0)).to.equal(bytes);
    expect(terms.find(({ place }) => place === 'unfinished messages')?.bytes).to.equal(PARTIAL_BYTES_ALL_PEERS_MAX);
  });

  it('grows by the same for each connection that may come', () => {
    const grown = memoryBound({ ...usual, incoming: 74 }).bytes - memoryBound(usual).bytes;
    expect(grown).to.equal(10 * 640 * 1_024);
  });

  it('counts the connections that an operator may dial beyond those that are sought', () =>
    expect(memoryBound({ ...usual, outgoing: 16 }).bytes).to.equal(memoryBound(usual).bytes));

  it('has nothing of HTTP where there is none', () =>
    expect(memoryBound({ ...usual, http: 'off' }).terms.map(({ place }) => place)).not.to.include('http'));

  it('is below 512 MiB unless told otherwise, and says how it comes about', () => {
    const bound = memoryBound(usual);
    expect(bound.bytes).to.be.below(512 * MIB);
    expect(memoryText(bound)).to.match(/^4\d\d MiB: process 96, connections 50 \(80 x 640 KiB\), handshakes 4 /);
  });
});
