// What is made of the answers of a name server, whatever it answers.
import { expect } from 'chai';
import fc from 'fast-check';
import { ANSWERS_MAX, dnsTold } from '../../lib/sources/dnsTold.ts';

describe('dnsTold', () => {
  it('tells of what can be used, and of what is wrong with the rest', () => {
    const [known, missed, ...others] = dnsTold('example.org', ['10.0.0.1:7000', 'nonsense', '10.0.0.1:7000']);
    expect(known).to.deep.equal({ type: 'addresses-learnt', from: 'dns', addresses: [{ address: '10.0.0.1:7000' }] });
    expect(missed).to.deep.include({ type: 'addresses-missed', from: 'dns' });
    expect(JSON.stringify(missed)).to.include('example.org: answer [1]');
    expect(others).to.deep.equal([]);
  });

  it('takes no more than its limit, and says how many there were', () => {
    const answers = Array.from({ length: ANSWERS_MAX + 1 }, (_, at) => `10.0.${at >> 8}.${at & 255}:7000`);
    const [known, missed] = dnsTold('example.org', answers);
    expect(known?.type === 'addresses-learnt' && known.addresses.length).to.equal(ANSWERS_MAX);
    expect(JSON.stringify(missed)).to.include(`${ANSWERS_MAX + 1} answers, limit ${ANSWERS_MAX}`);
  });

  it('never throws', () =>
    fc.assert(fc.property(fc.array(fc.string()), (answers) => Array.isArray(dnsTold('example.org', answers)))));
});
