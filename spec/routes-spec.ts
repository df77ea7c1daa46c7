// Who answers which route.
import { expect } from 'chai';
import { of } from 'rxjs';
import type { Handler } from '../lib/peer.ts';
import { Routes } from '../lib/routes.ts';

const handler = (): Handler => ({ data }) => of(data);

describe('the routes of a node', () => {
  it('lead to the handler of that very name, and to nobody elsewhere', () => {
    const [own, echo] = [handler(), handler()];
    const routes = new Routes({ 'millrace.own': own });
    routes.add('echo', echo);
    expect([routes.handlerFor('millrace.own'), routes.handlerFor('echo')]).to.deep.equal([own, echo]);
    for (const route of ['', 'Echo', 'echo ', 'millrace.', '__proto__', 'constructor', 'toString']) {
      expect(routes.handlerFor(route), route).to.equal(undefined);
    }
  });

  it('are given back once, by whoever has them', () => {
    const routes = new Routes({});
    const remove = routes.add('echo', handler());
    remove();
    expect(routes.handlerFor('echo')).to.equal(undefined);
    const again = handler();
    routes.add('echo', again);
    remove();
    expect(routes.handlerFor('echo')).to.equal(again);
  });

  it('may have any name that fits its byte on the wire, but for those of the node', () => {
    const routes = new Routes({});
    const failure = (route: string): unknown => {
      try {
        routes.add(route, handler());
        return 'none';
      } catch (error) {
        return error instanceof TypeError ? error.message : error;
      }
    };
    expect(failure('__proto__')).to.equal('none');
    expect(failure('é'.repeat(127))).to.equal('none');
    expect(failure('é'.repeat(128))).to.match(/: 256 bytes, 1 to 255 are possible$/);
    expect(failure('')).to.equal('route "": 0 bytes, 1 to 255 are possible');
    expect(failure('millrace.x')).to.equal('route "millrace.x": millrace. is the node\'s own');
    expect(failure('__proto__')).to.equal('route "__proto__" has a handler already');
  });
});
