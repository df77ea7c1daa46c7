// A real node that is killed while it takes orders keeps what it has said yes to.
import { expect } from 'chai';
import { sfc32 } from '../../lib/sfc32.ts';
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
