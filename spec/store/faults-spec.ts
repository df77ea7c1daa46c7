// A disk that fails at one call or from one on, under a real node: it runs or says why not, and loses nothing.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'chai';
import {
  callsOf, eachOf, faultsOf, folder, lasting, live, livedIn, remove, type Call,
} from '../torture/faults.ts';
import { sample } from '../torture/damage.ts';

/** All of them are gone through by `npm run torture:disk`. */
const CASES = 4;

describe('a disk that fails', function () {
  this.timeout(120_000);
  let lived: string;
  const made: string[] = [];
  const copy = (): string => {
    const data = folder(lived);
    made.push(data);
    return data;
  };

  before(async () => (lived = await livedIn()));
  after(() => [lived, ...made].forEach(remove));

  it('at any call, with any error, once or from then on: nothing that was answered for is lost', async () => {
    const faults = [...faultsOf(await callsOf(), undefined), ...faultsOf(await callsOf(lived), lived)];
    const { tried, found } = await eachOf(sample(faults, CASES, 11), 2);
    expect(found).to.deep.equal([]);
    expect(tried).to.equal(CASES);
  });

  it('for want of room for the lock: the node runs, and says that nobody is kept out', async () => {
    const data = copy();
    const { id, err, code } = await live(data, lasting(data, 'ENOSPC', 2));
    expect(err).to.contain(`${data}/lock could not be written (ENOSPC): it keeps no second process out of the folder`);
    expect([id === undefined, code]).to.deep.equal([false, 0]);
  });

  it('since it can only be read: the node does not start, says why in a line, and leaves all as it was', async () => {
    const data = copy();
    const before = readdirSync(data);
    const { id, err, code } = await live(data, lasting(data, 'EROFS', 2));
    expect([id, code]).to.deep.equal([undefined, 1]);
    expect(err).to.match(new RegExp(`^millrace: data folder ${data} cannot be used: EROFS[^\\n]*\\n$`));
    expect(readdirSync(data)).to.deep.equal(before);
    expect((await live(data)).id).to.be.a('string');
  });

  it('is asked by a start after a kill for no more than the lock of the dead', async () => {
    const killed = await livedIn('SIGKILL');
    made.push(killed);
    const upToReady = (calls: readonly Call[]): readonly string[] => {
      const names = calls.map(({ name, target }) =>
        `${name} ${basename(target).replace(/^millrace-.*/, 'folder').replace(/\d{3,}/, 'N')}`);
      return names.slice(0, names.indexOf('chmod control.sock'));
    };
    const [dirty, clean] = [upToReady(await callsOf(killed)), upToReady(await callsOf(lived))];
    const more = dirty.filter((name) => !clean.includes(name));
    expect(dirty.length - clean.length).to.be.within(1, 8);
    for (const name of more) expect(name).to.match(/lock/);
  });
});
