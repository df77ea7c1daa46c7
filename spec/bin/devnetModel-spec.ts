// When a devnet counts as converged.
import { expect } from 'chai';
import { agreedOn, emptyDevnet, isConverged, withEvent, withReports, type Devnet } from '../../lib/bin/devnetModel.ts';
import { statusReport, type Report } from '../../lib/status/statusReport.ts';
import { Town, type House } from '../support/town.ts';

const FIGURES = { rssBytes: 0, eventLoopDelayMsP99: 0 };

const begun = (houses: readonly House[]): Devnet =>
  houses.reduce(
    (devnet, { letter, net, address }) =>
      withEvent(devnet, { type: 'ready', name: letter, id: net.id, address, http: 'off', pid: 1 }),
    emptyDevnet(houses.map(({ letter }) => letter)),
  );

const reports = (houses: readonly House[]): ReadonlyMap<string, Report> =>
  new Map(houses.map(({ letter, net }) => [letter, statusReport(net.state, 10_000, FIGURES)]));

describe('a devnet', () => {
  let town: Town;
  let houses: readonly House[];
  beforeEach(() => {
    town = new Town();
    const first = town.house('a');
    houses = [first, town.house('b', { peers: [first.address] }), town.house('c', { peers: [first.address] })];
  });
  afterEach(() => houses.forEach(({ running }) => running.unsubscribe()));

  it('is not converged before all are ready, nor before all have proven that they agree, and then is', () => {
    expect(isConverged(emptyDevnet(['a', 'b']))).to.equal(false);
    const before = withReports(begun(houses), reports(houses));
    expect(isConverged(before)).to.equal(false);
    town.advance(20_000);
    const after = withReports(before, reports(houses));
    expect(isConverged(after)).to.equal(true);
    expect(agreedOn(after)).to.equal(houses[0]?.net.state.network.digest);
  });

  it('is judged by the nodes that still run', () => {
    town.advance(20_000);
    const all = withReports(begun(houses), reports(houses.slice(0, 2)));
    expect(isConverged(all)).to.equal(false); // c has not said which map it holds
    const left = withEvent(all, { type: 'ended', name: 'c', how: 'killed by SIGKILL', failed: true });
    expect(isConverged(left)).to.equal(false); // the others still count it in
    town.network.crash('10.0.0.3');
    houses[2]?.running.unsubscribe();
    town.advance(10_000);
    expect(isConverged(withReports(left, reports(houses.slice(0, 2))))).to.equal(true);
  });

  it('of one node is converged when it has signed its own record', () => {
    const alone = new Town();
    const one = [alone.house('z')];
    expect(isConverged(begun(one))).to.equal(false);
    expect(isConverged(withReports(begun(one), reports(one)))).to.equal(true);
    one.forEach(({ running }) => running.unsubscribe());
  });
});
