// A printed configuration, read back.
import { expect } from 'chai';
import { defaultConfig } from '../../lib/config/defaultConfig.ts';
import { parseConfig } from '../../lib/config/parseConfig.ts';
import { printConfig } from '../../lib/config/printConfig.ts';

describe('printConfig', () => {
  it('writes what parseConfig reads back', () => {
    const config = parseConfig(
      'label: "# not: a comment"\npeers: ["[::1]:7000"]\nredial: {min: 1500}\nperGroup: {outgoing: 3}\n' +
      'announce: ["203.0.113.9:7001"]\ndns: [{srv: _m._tcp.a.org}]\npeersFile: seeds.json\nhttp: "off"\n',
      'node.yaml',
    );
    expect(parseConfig(printConfig(config), 'node.yaml')).to.deep.equal(config);
    expect(parseConfig(printConfig(defaultConfig()), 'node.yaml')).to.deep.equal(defaultConfig());
  });

  it('tells editors where the schema is, and people what each key does', () => {
    const lines = printConfig(defaultConfig(), './config.schema.json').split('\n');
    expect(lines[0]).to.equal('# yaml-language-server: $schema=./config.schema.json');
    expect(lines.indexOf('deadAfter: 45s')).to.equal(
      lines.indexOf('# How long a connection may be silent before it is closed; at least twice heartbeatEvery.') + 1,
    );
  });
});
