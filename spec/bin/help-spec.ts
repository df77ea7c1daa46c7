// What every command promises: an example that can be typed, JSON for scripts, and what its exit status means.
import { expect } from 'chai';
import { commandRunBy, wordsOf } from '../support/commandLine.ts';
import { commands } from '../support/commands.ts';

/** The lines below `Example:`. */
const examplesIn = (help: string): readonly string[] => {
  const [, after = ''] = help.split('\nExample:\n');
  return after.split('\n\n')[0]?.split('\n').map((line) => line.trim()).filter((line) => line !== '') ?? [];
};

describe('the help of every command', () => {
  const all = commands();

  it('is there for all that the documentation promises', () => {
    const promised = [
      'start', 'devnet', 'status', 'peers', 'network', 'events', 'why', 'dial', 'drop', 'ban', 'unban', 'dump', 'id',
      'config check', 'config schema', 'config print', 'completion', 'replay', 'simulate',
    ];
    expect(all.map(({ path }) => path)).to.include.members(promised);
  });

  for (const { path, command, help } of all) {
    it(`${path}: has examples that run it`, async () => {
      const examples = examplesIn(help);
      expect(examples).to.not.be.empty;
      for (const line of examples) expect(await commandRunBy(wordsOf(line)), line).to.equal(path);
    });

    it(`${path}: has --json, and says what its exit status means`, () => {
      expect(command.options.map(({ long }) => long)).to.include('--json');
      expect(help).to.match(/\nExit status(:|, as)[\s\S]*\n {2}0 [\s\S]* 1 [\s\S]* 2 /);
    });
  }

  it('takes an example for wrong when a flag of it is', async () => {
    const refused = await commandRunBy(['status', '--wacth']).then(() => '', (error: unknown) => String(error));
    expect(refused).to.include('--wacth');
  });
});
