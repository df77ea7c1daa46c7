// The examples do what they say.
import { expect } from 'chai';
import { chat, type Chat } from '../examples/chat.ts';
import { flood } from '../examples/flood.ts';
import { onlyFriends } from '../examples/onlyFriends.ts';
import { close } from '../lib/command.ts';
import { defaultGuards } from '../lib/defaults.ts';
import { heard, marbles, steps } from '../lib/testing/index.ts';
import { idOfLetter, neighbours, signers, Town } from './support/town.ts';

describe('the examples', () => {
  it('chat: carries what is said to every node, along its edges and against them', () => {
    const town = new Town();
    const heardBy = new Map<string, string[]>();
    const join = (letter: string, peers: readonly string[]): Chat => {
      const host = `10.0.0.${letter.charCodeAt(0) - 96}`;
      const [id, signer] = [idOfLetter(letter), signers.signer(letter)];
      const transport = town.network.transport({ host, node: id });
      const joined = chat({ id, transport, signer, verifier: signers, env: town.env, listen: [`${host}:7000`], peers });
      const lines: string[] = [];
      heardBy.set(letter, lines);
      const error = (cause: unknown): void => void lines.push(String(cause));
      joined.net.step$.subscribe({ error });
      joined.line$.subscribe({ next: (line) => lines.push(line), error });
      return joined;
    };
    const all = [join('a', []), join('b', ['10.0.0.1:7000']), join('c', ['10.0.0.1:7000'])];
    town.advance(20_000);
    all.forEach(({ say }, index) => say(`I am ${index}`).subscribe());
    town.advance(1_000);
    expect(heardBy.get('a')?.sort()).to.deep.equal(['I am 1', 'I am 2']);
    expect(heardBy.get('b')?.sort()).to.deep.equal(['I am 0', 'I am 2']);
    expect(heardBy.get('c')?.sort()).to.deep.equal(['I am 0', 'I am 1']);
    for (const { net } of all) net.stop('test');
    town.advance(10_000);
    expect(town.env.timers).to.equal(0);
  });

  it('flood: closes a peer on its third message within a second', () =>
    marbles(({ hot, expectCommands, scheduler }) => {
      const event$ = hot('aab--a', { a: heard('a'), b: heard('b') });
      const expected = '  -----x';
      expectCommands(event$.pipe(steps(), flood(2, scheduler))).toBe(expected, { x: close('a', 'flooded') });
    }));

  it('onlyFriends: lets a friend in, and tells a stranger that it is refused', () => {
    const town = new Town();
    const guards = { ...defaultGuards(), onlyFriends: onlyFriends([idOfLetter('b')]) };
    const a = town.house('a', { guards });
    const b = town.house('b', { peers: [a.address], listen: [] });
    const c = town.house('c', { peers: [a.address], listen: [] });
    town.advance(5_000);
    expect(neighbours(a)).to.deep.equal(['in b']);
    expect(c.net.state.closed.get('out/refused')).to.be.at.least(1);
    for (const house of [a, b, c]) house.running.unsubscribe();
  });
});
