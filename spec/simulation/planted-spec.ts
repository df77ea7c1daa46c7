// The bugs that scripts/plantedBugs.mjs plants must be there to be planted, whatever becomes of the code around them.
import { expect } from 'chai';
import { spawnSync } from 'node:child_process';

const CHECK = ['scripts/plantedBugs.mjs', '--check'];

describe('the planted bugs', () => {
  it('can all be planted', function () {
    this.timeout(20_000);
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { status, stderr, stdout } = spawnSync(process.execPath, CHECK, { encoding: 'utf8', env });
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^all \d+ can be planted/);
    expect(status).to.equal(0);
  });
});
