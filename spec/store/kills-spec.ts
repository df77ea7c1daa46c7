// A real node that is killed while it takes orders keeps what it has said yes to.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sfc32 } from '../../lib/sfc32.ts';
import { millrace, startedNode, temporaryFolders } from '../support/cli.ts';
import { tempFolder } from '../support/tempFolder.ts';
import { emptyTally, KilledNode } from '../torture/killedNode.ts';

/** A thousand by `npm run torture:disk`. */
const KILLS = 3;
const WITHIN_MS = 2_000;

describe('a node that is killed', function () {
  this.timeout(60_000);
  const folder = tempFolder();
  before(folder.make);
  after(folder.remove);

  it('starts again as who it was, with every ban that it has answered for', async () => {
    const tally = emptyTally();
    const node = new KilledNode(folder.path(), sfc32(7), tally);
    for (let count = 0; count < KILLS; count++) await node.live(WITHIN_MS);
    await node.live(undefined);
    expect(tally.findings).to.deep.equal([]);
    expect(tally.kills).to.equal(KILLS);
    expect(tally.readyMs).to.not.be.empty;
  });
});

describe('the control socket of a node that was killed', function () {
  this.timeout(60_000);
  const folders = temporaryFolders();
  after(() => folders.removeAll());

  it('stays behind, says that nobody is there, and makes way for the next node', async () => {
    const data = folders.make();
    const socket = join(data, 'control.sock');
    const killed = await startedNode(data);
    await killed.end('SIGKILL');
    expect(statSync(socket).isSocket()).to.equal(true);
    const asked = await millrace('status', '--data', data);
    expect(asked.code).to.equal(1);
    expect(asked.stderr).to.match(/^millrace: .*no node answers|nobody/);
    const next = await startedNode(data);
    expect(next.id).to.equal(killed.id);
    expect(statSync(socket).mode & 0o777).to.equal(0o600);
    expect((await millrace('status', '--data', data)).code).to.equal(0);
    await next.end('SIGTERM');
    expect(existsSync(socket)).to.equal(false);
  });
});
