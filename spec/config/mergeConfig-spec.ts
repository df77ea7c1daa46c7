// Flags over a file: what wins, and what is refused.
import { expect } from 'chai';
import { ConfigError } from '../../lib/config/configError.ts';
import { defaultConfig } from '../../lib/config/defaultConfig.ts';
import { mergeConfig } from '../../lib/config/mergeConfig.ts';
import { parseConfig } from '../../lib/config/parseConfig.ts';

describe('mergeConfig', () => {
  it('lets flags override the file, and leaves what they do not say', () => {
    const file = parseConfig('label: file\npeers: [a:1]\nidleEvery: 5s', 'node.yaml');
    expect(mergeConfig(file, { label: 'flag', peers: ['B:2'], http: undefined }))
      .to.deep.equal({ ...file, label: 'flag', peers: ['b:2'] });
  });

  it('names a flag that is wrong', () => {
    expect(() => mergeConfig(defaultConfig(), { peers: ['a:1', 'b'], outgoing: 0 }))
      .to.throw(ConfigError, /command line: outgoing: is 0, must be at least 1\ncommand line: peers\[1\]: address "b"/);
  });

  it('names a flag that does not go with the file', () => {
    const file = parseConfig('transport: tcp', 'node.yaml');
    expect(() => mergeConfig(file, { listen: ['0.0.0.0:7000'] })).to.throw(ConfigError, 'listen[0] is 0.0.0.0:7000');
    expect(mergeConfig(file, { listen: ['0.0.0.0:7000'], insecure: true }).insecure).to.equal(true);
  });
});
