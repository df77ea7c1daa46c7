// When a devnet counts as converged.
import { expect } from 'chai';
import { emptyDevnet, isConverged, knows, withEvent, withReports, type Devnet } from '../../lib/bin/devnetModel.ts';
import { statusReport, type Report } from '../../lib/status/statusReport.ts';
import { Town, type House } from '../support/town.ts';

const FIGURES = { rssBytes: 0, eventLoopDelayMsP99: 0 };

const begun = (houses: readonly House[]): Devnet =>
  houses.reduce(
    (devnet, { letter, net, address }) =>
      withEvent(devnet, { type: 'ready', name: letter, id: net.id, address, pid: 1 }),
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

  it('is not converged before all are ready, nor before each knows all others, and then is', () => {
    expect(isConverged(emptyDevnet(['a', 'b']))).to.equal(false);
    const before = withReports(begun(houses), reports(houses));
    expect(isConverged(before)).to.equal(false);
    town.advance(20_000);
    const after = withReports(before, reports(houses));
    expect(isConverged(after)).to.equal(true);
    expect([...after.values()].map((node) => knows(after, node))).to.deep.equal([2, 2, 2]);
  });

  it('is judged by the nodes that still run', () => {
    town.advance(20_000);
    const all = withReports(begun(houses), reports(houses.slice(0, 2)));
    expect(isConverged(all)).to.equal(false); // c has not said whom it knows
    const left = withEvent(all, { type: 'ended', name: 'c', how: 'killed by SIGKILL', failed: true });
    expect(isConverged(left)).to.equal(true);
  });

  it('of one node is converged when it is ready', () =>
    expect(isConverged(begun(houses.slice(0, 1)))).to.equal(true));
});
