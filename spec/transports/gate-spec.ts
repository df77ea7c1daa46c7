// How many are let in at the door, on a clock of the spec's own.
import { expect } from 'chai';
import { hostOf } from '../../lib/address.ts';
import { admissionGroupOf, Gate } from '../../lib/transports/gate.ts';

describe('the gate', () => {
  let now: number;
  const terms = { all: { everyMs: 10, burst: 5 }, perGroup: { everyMs: 200, burst: 2 } };
  let gate: Gate;

  beforeEach(() => {
    now = 1_000;
    gate = new Gate(terms, () => now);
  });

  const admitted = (count: number, from: (at: number) => string): number =>
    Array.from({ length: count }, (_, at) => gate.refuses(from(at))).filter((why) => why === undefined).length;

  it('lets in a burst of one group, and then one each time that its pace allows', () => {
    expect(admitted(10, () => '203.0.113.9:1')).to.equal(2);
    now += 199;
    expect(gate.refuses('203.0.113.10:1')).to.equal('group');
    now += 1;
    expect(gate.refuses('203.0.113.10:1')).to.equal(undefined);
    expect(gate.refuses('203.0.113.10:1')).to.equal('group');
  });

  it('lets in other groups meanwhile, to which those who were turned away have cost nothing', () => {
    expect(admitted(100, () => '203.0.113.9:1')).to.equal(2);
    expect(admitted(100, () => '198.51.100.9:1')).to.equal(2);
    expect(admitted(100, () => '192.0.2.9:1')).to.equal(1);
  });

  it('lets in no more of all groups together than their pace allows', () => {
    expect(admitted(50, (at) => `203.0.${at}.1:1`)).to.equal(5);
    expect(gate.refuses('203.0.99.1:1')).to.equal('all');
    now += 1_000;
    expect(admitted(50, (at) => `198.51.${at}.1:1`)).to.equal(5);
  });

  it('lets in all of this machine, which runs here anyhow', () =>
    expect(admitted(100, () => '127.0.0.1:1') + admitted(100, () => '[::1]:1')).to.equal(200));

  it('takes each host of a private range for itself, and a /24 or /48 of others for one', () => {
    expect(['10.0.0.1:1', '203.0.113.9:1', '[2001:db8:1:2::3]:1'].map(admissionGroupOf)).to.deep.equal(
      ['10.0.0.1', '203.0.113', '2001:db8:1']);
  });

  it('remembers no more groups than it has room for, whoever comes', () => {
    const once = { all: { everyMs: 1, burst: 100_000 }, perGroup: { everyMs: 1e9, burst: 1 }, groupOf: hostOf };
    const many = new Gate(once, () => now);
    expect(many.refuses('10.0.0.1:1')).to.equal(undefined);
    expect(many.refuses('10.0.0.1:1')).to.equal('group');
    for (let at = 0; at < 4_096; at++) many.refuses(`11.0.${at >> 8}.${at & 255}:1`);
    expect(many.refuses('10.0.0.1:1'), 'forgotten').to.equal(undefined);
  });
});
