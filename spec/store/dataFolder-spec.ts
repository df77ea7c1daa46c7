// Data folders on the real disk, fought over by real processes.
import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dataPaths, DataFolderError, openDataFolder } from '../../lib/store/dataFolder.ts';
import { LockedError } from '../../lib/store/lock.ts';
import { tempFolder } from '../support/tempFolder.ts';

/** Opens the folder named by its argument, says so, and keeps it until it is killed. */
const KEEPER = `
  const { openDataFolder } = await import("./lib/store/dataFolder.ts");
  try { openDataFolder(process.argv[1]); console.log('open'); setInterval(() => {}, 1e6); }
  catch (error) { console.log(error.message); }
`;

const keeper = async (folder: string): Promise<{ process: ChildProcess; said: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', KEEPER, folder],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close').then(([code]) => [`ended with ${String(code)}, and said nothing`]);
  const [said] = await Promise.race([once(child.stdout, 'data'), ended]) as [Buffer | string];
  return { process: child, said: said.toString().trim() };
};

describe('openDataFolder', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  it('makes the folder for its owner alone, and says where everything is', () => {
    const folder = openDataFolder(path('a/b'));
    expect(statSync(path('a/b')).mode & 0o777).to.equal(0o700);
    expect(folder).to.deep.include({
      key: path('a/b/node.key'), book: path('a/b/peers.json'), report: path('a/b/status.json'), warnings: [],
    });
    expect(folder).to.deep.include(dataPaths(path('a/b')));
    folder.release();
    expect(readdirSync(path('a/b'))).to.deep.equal([]);
  });

  it('refuses a second opening by the same process, until it is released', () => {
    const folder = openDataFolder(path());
    expect(() => openDataFolder(path())).to.throw(DataFolderError, 'is in use').with.property('cause')
      .that.is.instanceOf(LockedError).and.has.property('pid', process.pid);
    folder.release();
    folder.release();
    openDataFolder(path()).release();
  });

  it('refuses a folder that another process has, names it, and takes it over once that one was killed', async () => {
    const { process: child, said } = await keeper(path());
    expect(said).to.equal('open');
    const holder = `${path('lock')} is held by the process ${child.pid ?? ''}`;
    expect(() => openDataFolder(path())).to.throw(DataFolderError, `data folder ${path()} is in use: ${holder}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path('lock'))).to.equal(true);
    const folder = openDataFolder(path());
    expect(JSON.parse(readFileSync(path('lock'), 'utf8'))).to.have.property('pid', process.pid);
    folder.release();
  }).timeout(20_000);

  it('lets one of several processes that start at once have a folder left by a dead one', async () => {
    writeFileSync(path('lock'), JSON.stringify({ pid: process.pid, began: '1', boot: 'another' }));
    const keepers = await Promise.all([1, 2, 3].map(() => keeper(path())));
    expect(keepers.filter(({ said }) => said === 'open')).to.have.lengthOf(1);
    for (const { process: child } of keepers) {
      if (child.exitCode !== null) continue; // it was refused, and has ended
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }).timeout(30_000);

  const dead = [
    ['of another run of the machine', JSON.stringify({ pid: process.pid, boot: 'another' })],
    ['of a process whose pid is used again', JSON.stringify({ pid: process.pid, began: '1' })],
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1 })],
    ['emptied by a crash of the machine', ''],
    ['full of nonsense', '{"pid":"1"}'],
  ] as const;
  for (const [what, lock] of dead) {
    it(`takes over a lock ${what}`, () => {
      writeFileSync(path('lock'), lock);
      const folder = openDataFolder(path());
      expect(JSON.parse(readFileSync(path('lock'), 'utf8'))).to.have.property('pid', process.pid);
      folder.release();
      expect(readdirSync(path())).to.deep.equal([]);
    });
  }

  it('leaves the lock alone that somebody else has taken meanwhile', () => {
    const folder = openDataFolder(path());
    writeFileSync(path('lock'), 'of somebody else');
    folder.release();
    expect(readFileSync(path('lock'), 'utf8')).to.equal('of somebody else');
  });

  it('removes what writes that were cut off have left, and nothing else', () => {
    const others = ['peers.json', 'peers.json.bak', 'peers.json.damaged-2026', 'notes.123', 'status.json'];
    for (const name of [...others, 'peers.json.123456', 'status.json.7', 'lock.99']) writeFileSync(path(name), '{');
    const folder = openDataFolder(path());
    folder.release();
    expect(readdirSync(path()).sort()).to.deep.equal(others.sort());
    expect(folder.warnings).to.deep.equal(
      [`data folder ${path()}: removed what a crash has left: lock.99, peers.json.123456, status.json.7`],
    );
  });

  it('leaves the mode of a folder that was there, and says so when others can look into it', () => {
    mkdirSync(path('shared'));
    chmodSync(path('shared'), 0o755);
    const folder = openDataFolder(path('shared'));
    folder.release();
    expect(folder.warnings).to.have.lengthOf(1);
    expect(folder.warnings[0]).to.include('has mode 755');
    expect(statSync(path('shared')).mode & 0o777).to.equal(0o755);
  });

  it('says why a folder cannot be used', () => {
    writeFileSync(path('file'), '');
    expect(() => openDataFolder(path('file'))).to.throw(DataFolderError, 'cannot be used: EEXIST');
    expect(() => openDataFolder(path('file/below'))).to.throw(DataFolderError, 'cannot be used: ENOTDIR');
  });
});
