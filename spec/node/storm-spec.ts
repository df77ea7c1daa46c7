// Two policies that undo each other, in a whole node on a network in memory.
import { expect } from 'chai';
import { pipe } from 'rxjs';
import { close, dial, type Command } from '../../lib/command.ts';
import { defaultPolicies } from '../../lib/defaults.ts';
import { sentence } from '../../lib/status/sentence.ts';
import { why, type Why } from '../../lib/status/why.ts';
import { stormGuard } from '../../lib/policies/stormGuard.ts';
import { issue, on, type MakePolicies, type Policy } from '../../lib/policy.ts';
import { eventsOf, neighbours, Town, type House } from '../support/town.ts';

const first = '10.0.0.1:7000';

/** Dials the first node as the node starts, and again as soon as it has lost it. */
const restless: Policy = pipe(
  on('node-started', 'peer-closed'),
  issue(({ event }): readonly Command[] =>
    (event.type === 'node-started' || event.direction === 'out' ? [dial(first)] : [])),
);

/** Closes whatever was dialled, as soon as it is alive. */
const strict: Policy = pipe(
  on('peer-opened'),
  issue(({ event }): readonly Command[] => (event.direction === 'out' ? [close(event.peer, 'evicted')] : [])),
);

const twoHouses = (policies: MakePolicies): readonly [Town, House, House] => {
  const town = new Town();
  return [town, town.house('a'), town.house('b', { policies, listen: [] })];
};

const explained = (town: Town, { net }: House): Why =>
  why(first, { journal: net.journal, state: net.state, now: town.env.scheduler.now() });

describe('a storm', () => {
  const undoing = (env: Parameters<typeof defaultPolicies>[1]) => ({ ...defaultPolicies({}, env), restless, strict });

  it('of two policies that undo each other is over within the window, and is told of', () => {
    const [town, a, b] = twoHouses(undoing);
    town.advance(60_000);
    expect(eventsOf(b, 'dial-started').length).to.equal(5);
    const [found, ...more] = eventsOf(b, 'loop-found');
    expect(more).to.deep.equal([]);
    expect(found?.loop.links).to.deep.equal([
      { by: 'restless', did: 'dial' }, { by: 'strict', did: 'close', reason: 'evicted' },
    ]);
    expect(found?.loop.withinMs).to.be.below(2_000);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('is explained: why names the guard, the loop, and both policies turn by turn', () => {
    const [town, a, b] = twoHouses(undoing);
    town.advance(5_000);
    const { summary, chain } = explained(town, b);
    expect(summary)
      .to.match(/^guard notLooping refused .* to dial 10\.0\.0\.1:7000: loop: restless dials it, strict closes it/);
    const told = chain.map((entry) => sentence(entry, (id) => b.net.journal.get(id)).slice(14));
    expect(told.filter((line) => line.startsWith('policy restless chose to dial 10.0.0.1:7000')).length)
      .to.be.at.least(5);
    expect(told.filter((line) => line.startsWith('policy strict chose to close out-')).length).to.equal(5);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('is found as well where the monitor idle dials, and a back-off is all that slows it down', () => {
    const full: Policy = pipe(
      on('peer-opened'),
      issue(({ event }): readonly Command[] => (event.direction === 'out' ? [close(event.peer, 'full')] : [])),
    );
    const [town, a, b] = twoHouses((env) => ({ full, ...defaultPolicies({}, env) }));
    b.net.order({ type: 'dial', address: first });
    town.advance(60_000);
    expect(eventsOf(b, 'loop-found').map(({ loop }) => loop.links)).to.deep.equal([
      [{ by: 'slots', did: 'dial' }, { by: 'full', did: 'close', reason: 'full' }],
    ]);
    expect(explained(town, b).summary)
      .to.match(/because of a loop: slots dials it, full closes it \(full\), 5 times in/);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('leaves the operator alone: what it dials is dialled', () => {
    const [town, a, b] = twoHouses(undoing);
    town.advance(5_000);
    b.net.order({ type: 'dial', address: first });
    town.advance(1_000);
    expect(eventsOf(b, 'dial-started').length).to.equal(6);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('ends for the time told, and what is still wrong then is found again', () => {
    const [town, a, b] = twoHouses((env) => ({
      ...undoing(env), stormGuard: stormGuard({ windowMs: 60_000, loops: 5, forMs: 120_000 }),
    }));
    town.advance(115_000);
    expect(eventsOf(b, 'loop-found').length).to.equal(1);
    town.advance(30_000);
    expect(eventsOf(b, 'dial-started').length).to.be.above(5);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('that nobody finds goes on and on', () => {
    const [town, a, b] = twoHouses((env) => {
      const { stormGuard: _, ...rest } = undoing(env) as ReturnType<typeof defaultPolicies>;
      return rest;
    });
    town.advance(10_000);
    expect(eventsOf(b, 'dial-started').length).to.be.above(20);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });

  it('is none where a node goes and comes back: nothing is broken', () => {
    const [town, a, b] = twoHouses((env) => defaultPolicies({}, env));
    b.net.order({ type: 'dial', address: first });
    town.advance(5_000);
    for (let times = 0; times < 4; times++) {
      town.network.crash('10.0.0.1');
      town.advance(10_000);
    }
    expect(eventsOf(b, 'loop-found')).to.deep.equal([]);
    expect(neighbours(b).length).to.be.at.most(1);
    [a, b].forEach(({ running }) => running.unsubscribe());
  });
});
