// The presets: what each is made of, and that a network of each comes together.
import { expect } from 'chai';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import type { Preset } from '../../lib/preset.ts';
import { lan } from '../../lib/presets/lan.ts';
import { open } from '../../lib/presets/open.ts';
import { trusted } from '../../lib/presets/trusted.ts';
import { virtualEnv } from '../../lib/testing/index.ts';
import { eventsOf, neighbours, Town } from '../support/town.ts';

const policies = ({ policies: make }: Preset): readonly string[] => Object.keys(make(virtualEnv()));
const guards = (preset: Preset): readonly string[] => Object.keys(preset.guards);
const base = Object.keys(defaultPolicies({}, virtualEnv()));
const unlimited = Object.keys(defaultGuards()).filter((name) => !name.startsWith('per'));

describe('the preset', () => {
  it('lan: the default policies and flapping damped, no guard by owner of addresses', () => {
    expect(policies(lan())).to.have.members([...base, 'dampFlapping']);
    expect(guards(lan())).to.deep.equal(unlimited);
  });

  it('trusted: the default policies, no guard by owner of addresses', () => {
    expect(policies(trusted())).to.have.members(base);
    expect(guards(trusted())).to.deep.equal(unlimited);
  });

  it('open: the default policies, and all else that strangers make necessary', () => {
    expect(policies(open())).to.have.members([...base, 'dampFlapping', 'misbehaving', 'banFor']);
    expect(guards(open())).to.deep.equal(Object.keys(defaultGuards()));
  });

  const all = { lan, open, trusted };
  for (const [name, preset] of Object.entries(all)) {
    it(`${name}: looks for loops last, when all others have spoken`, () =>
      expect(policies(preset()).at(-1)).to.equal('stormGuard'));

    it(`${name}: brings five nodes together that know one, and finds no loop in what they do`, () => {
      const town = new Town();
      const first = town.house('a', preset());
      const others = ['b', 'c', 'd', 'e'].map((letter) => town.house(letter, { peers: [first.address], ...preset() }));
      town.advance(120_000);
      for (const house of [first, ...others]) {
        expect(new Set(neighbours(house).map((who) => who.slice(-1))).size).to.equal(4);
        expect(eventsOf(house, 'loop-found')).to.deep.equal([]);
        expect(house.ended).to.equal('running');
      }
      [first, ...others].forEach(({ running }) => running.unsubscribe());
    });
  }
});
