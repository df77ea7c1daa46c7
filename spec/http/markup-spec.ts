// What a remote calls itself is data: nothing that shows it can be made to run it.
import { expect } from 'chai';
import { printable } from '../../lib/printable.ts';
import { httpHouse } from '../support/httpHouse.ts';
import { eventReader } from '../support/eventReader.ts';
import { request, said, type RawAnswer } from '../support/rawHttp.ts';
import { Town } from '../support/town.ts';

const LABELS = [
  '</text><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onload='alert(1)", '&lt;b&gt;',
  ']]><script>', '\r\ndata: forged\r\n\r\nevent: entry', '\u2028\u202e\u0000', 'javascript:alert(1)', '<!--',
];

describe('a node that calls itself by markup', () => {
  const begun: (() => void)[] = [];
  afterEach(() => begun.splice(0).forEach((end) => end()));

  for (const label of LABELS) {
    it(`is shown, and not obeyed: ${JSON.stringify(label)}`, async () => {
      const town = new Town();
      const house = await httpHouse(town, 'a');
      begun.push(() => house.running.unsubscribe());
      const reader = await eventReader(house.http);
      begun.push(() => reader.end());
      await reader.saw('snapshot');
      const other = town.house('b', { peers: [house.address], label });
      begun.push(() => other.running.unsubscribe());
      town.advance(5_000);
      const get = (target: string): Promise<RawAnswer> => said(house.http, request(target, { host: house.http }));

      const status = await get('/status');
      expect(status.headers).to.include({ 'content-type': 'application/json; charset=utf-8',
        'x-content-type-options': 'nosniff' });
      const { incoming } = JSON.parse(status.body) as { incoming: readonly { label: string }[] };
      expect(incoming.map((edge) => edge.label)).to.deep.equal([printable(label)]);
      const svg = (await get('/network.svg')).body;
      const tags = svg.match(/<[^>]*>/g) ?? [];
      const ours = /^<\/?(svg|title|style|defs|marker|path|g|circle|text|rect|line)\b/;
      expect(tags.filter((tag) => !ours.test(tag))).to.deep.equal([]);
      expect(tags.filter((tag) => /\s(on\w+|href|src)\s*=/i.test(tag))).to.deep.equal([]);
      expect(svg).not.to.match(/<!--|\]\]>/);
      expect((await get('/network.dot')).body).to.match(/^digraph network \{\n( {2}.*\n)*\}\n$/);
      const greeted = reader.of('entry').filter(({ data }) => data['type'] === 'peer-greeted');
      expect(greeted.map(({ data }) => (data['hello'] as { label: string }).label)).to.deep.equal([printable(label)]);
      expect(reader.told.map(({ event }) => event)).to.have.members(
        reader.told.map(({ event }) => (/^(snapshot|entry|status|network)$/.test(event) ? event : 'forged')));
    });
  }
});
