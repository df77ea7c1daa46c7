// A file replaced whole, also where there is no room for it.
import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { lastValueFrom } from 'rxjs';
import { writeText } from '../../lib/store/writeText.ts';
import { tempFolder } from '../support/tempFolder.ts';

const done = (file: string, text: string): Promise<void> =>
  lastValueFrom(writeText(file, text), { defaultValue: undefined });

/** Writes 400 KB to the file named by its argument, and says what came of it. The signal would end it otherwise. */
const WRITER = `
  process.on("SIGXFSZ", () => {});
  const { writeText } = await import("./lib/store/writeText.ts");
  writeText(process.argv[1], "x".repeat(400_000)).subscribe({
    next: () => console.log("written"), error: (error) => console.log(error.code),
  });
`;

describe('writeText', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  it('replaces the whole text, for the owner alone, and leaves nothing beside it', async () => {
    await done(path('a'), 'long, and with ümläuts');
    await done(path('a'), 'short');
    expect(readFileSync(path('a'), 'utf8')).to.equal('short');
    expect(statSync(path('a')).mode & 0o777).to.equal(0o600);
    expect(readdirSync(path())).to.deep.equal(['a']);
  });

  it('does nothing before it is subscribed', () => {
    void writeText(path('a'), 'text');
    expect(readdirSync(path())).to.deep.equal([]);
  });

  it('leaves the old text whole when there is no room for the new one', () => {
    writeFileSync(path('a'), 'old');
    // a limit on the size of a file cuts a write off as a full disk does
    const { stdout } = spawnSync('sh', ['-c', 'ulimit -f 256 && exec "$0" "$@"', process.execPath, '--import', 'tsx',
      '--input-type=module', '-e', WRITER, path('a')], { encoding: 'utf8' });
    expect(stdout.trim()).to.equal('EFBIG');
    expect([readFileSync(path('a'), 'utf8'), readdirSync(path())]).to.deep.equal(['old', ['a']]);
  });
});
