// What a word may go on with, for the real command line.
import { expect } from 'chai';
import { candidates, type Asked, type Candidates } from '../../../lib/bin/completion/completer.ts';
import { valuesFor } from '../../../lib/bin/completion/values.ts';
import { program } from '../../../lib/bin/program.ts';

describe('completion', () => {
  let asked: Asked[] = [];
  const known = (one: Asked): Promise<Candidates> => {
    asked.push(one);
    return Promise.resolve([{ value: 'out-1' }, { value: 'out-2' }, { value: 'in-1' }]);
  };
  const of = async (...words: readonly string[]): Promise<readonly string[] | string> => {
    const found = await candidates(program(), words, known);
    return typeof found === 'string' ? found : found.map(({ value }) => value);
  };
  beforeEach(() => (asked = []));

  it('goes on with commands, and with those below a command', async () => {
    expect(await of('')).to.include.members(['start', 'status', 'why', 'completion']).and.not.include('complete');
    expect(await of('st')).to.deep.equal(['start', 'status']);
    expect(await of('config', 's')).to.deep.equal(['schema']);
    expect(await of('nonsense', '')).to.deep.equal([]);
  });

  it('goes on with the flags of the command, without those that were given', async () => {
    expect(await of('status', '--')).to.include.members(['--data', '--json', '--watch', '--help']);
    expect(await of('status', '--json', '--')).to.include('--watch').and.not.include('--json');
    expect(await of('start', '--peer', '127.0.0.1:7000', '--p')).to.include('--peer'); // it may be repeated
    expect(await of('start', '--until')).to.deep.equal([]); // hidden
  });

  it('goes on with the choices of a flag, in either way of writing it', async () => {
    expect(await of('network', '--format', 'm')).to.deep.equal(['mermaid']);
    expect(await of('network', '--format=m')).to.deep.equal(['--format=mermaid']);
    expect(await of('check', '--format', '')).to.deep.equal(['text', 'json', 'prometheus']);
    expect(await of('completion', 'f')).to.deep.equal(['fish']);
    expect(asked).to.deep.equal([]);
  });

  it('asks for the values of arguments and flags, with the folder that the line names', async () => {
    expect(await of('why', 'out')).to.deep.equal(['out-1', 'out-2']);
    expect(await of('drop', '--json', '--data', 'some/where', 'in')).to.deep.equal(['in-1']);
    expect(await of('drop', '--data=else/where', '')).to.have.length(3);
    expect(await of('events', '--subject', 'in')).to.deep.equal(['in-1']);
    expect(asked).to.deep.equal([
      { command: 'why', of: 'subject' },
      { command: 'drop', of: 'peer', data: 'some/where' },
      { command: 'drop', of: 'peer', data: 'else/where' },
      { command: 'events', of: '--subject' },
    ]);
    expect(await of('why', 'out-1', '')).to.deep.equal([]); // there is no second argument
  });

  it('goes on with the next of a list, without what is in it', async () => {
    const types = (word: string): Promise<Candidates> => candidates(program(), ['events', '--type', word], valuesFor);
    expect(await types('peer-opened,peer-c')).to.deep.equal(
      ['peer-closed', 'peer-closing', 'peer-connected'].map((type) => ({ value: `peer-opened,${type}` })));
    expect(JSON.stringify(await types('peer-opened,'))).to.not.include(',peer-opened"');
  });

  it('leaves files and folders to the shell', async () => {
    const at = (...words: readonly string[]): Promise<Candidates> => candidates(program(), words, valuesFor);
    expect(await at('start', '--config', '')).to.equal('files');
    expect(await at('replay', '')).to.equal('files');
    expect(await at('config', 'check', 'x')).to.equal('files');
    expect(await at('status', '--data', '')).to.equal('folders');
  });

  it('has nothing to offer where no node runs', async () =>
    expect(await candidates(program(), ['why', '--data', 'no/such/folder', ''], valuesFor)).to.deep.equal([]));

  it('knows every argument and every flag that takes a value and has no choices', async () => {
    const unknown: string[] = [];
    const free = new Set([
      '--listen', '--announce', '--peer', '--http', '--http-host', '--label', '--network', '--record-segment',
      '--record-limit', '--mdns',
      '--nodes', '--base-port', '--since', '--edges', '--agreement', '--down', '--delay', '--timeout', '--for',
      '--reason', '--seed', '--seeds', '--only', '--without',
    ]);
    const walk = async (command: ReturnType<typeof program>, path: readonly string[]): Promise<void> => {
      const below = command.commands.filter((one) => one.name() !== 'complete');
      for (const one of below) await walk(one, [...path, one.name()]);
      const options = command.options.filter((one) => (one.required || one.optional) && one.argChoices === undefined);
      const given = command.registeredArguments.filter((one) => one.argChoices === undefined);
      for (const of of [...options.map(({ long }) => long ?? ''), ...given.map((one) => one.name())]) {
        if (free.has(of)) continue;
        const values = await valuesFor({ command: path.join(' '), of, data: 'no/such/folder' });
        if (values.length === 0) unknown.push(`${path.join(' ')} ${of}`);
      }
    };
    await walk(program(), []);
    // These ask the node, which is not there.
    expect(unknown.sort()).to.deep.equal(
      ['ban subject', 'dial address', 'drop peer', 'events --subject', 'unban subject', 'why subject']);
  });
});
