// The picture of the network is drawn when it has become another one, and not for each who asks.
import { expect } from 'chai';
import { keptPicture } from '../../lib/http/keptPicture.ts';
import { svg } from '../../lib/network/svg.ts';
import { networkView } from '../../lib/status/networkView.ts';
import { Town } from '../support/town.ts';

describe('the picture that is kept', () => {
  it('is that of the network, whatever has become of it', () => {
    const town = new Town();
    const a = town.house('a');
    const seen = new Set<string>();
    const look = (): void => {
      const now = town.env.scheduler.now();
      const { body } = keptPicture(a.net.state, now);
      expect(body).to.equal(svg(networkView(a.net.state, now)));
      seen.add(String(body));
    };
    look();
    const b = town.house('b', { peers: [a.address] });
    for (let seconds = 0; seconds < 10; seconds++) {
      town.advance(1_000);
      look();
    }
    b.running.unsubscribe();
    for (let seconds = 0; seconds < 10; seconds++) {
      town.advance(1_000);
      look();
    }
    expect(seen.size).to.be.above(2);
    a.running.unsubscribe();
  });

  it('is not drawn again for who asks again', () => {
    const town = new Town();
    const a = town.house('a');
    const b = town.house('b', { peers: [a.address] });
    town.advance(10_000);
    const { state } = a.net;
    expect(keptPicture(state, 1)).to.equal(keptPicture(state, 2)); // the very same
    [a, b].forEach(({ running }) => running.unsubscribe());
  });
});
