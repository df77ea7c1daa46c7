// The command on a real node that was given secrets everywhere it takes something: none of them is in the file.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Report } from '../../../lib/status/statusReport.ts';
import { millrace, reportWhen, startedNode, temporaryFolders, type Node } from '../../support/cli.ts';

const NETWORK = 'quokka-consortium';
const LABELS = ['zanzibar-east', 'wurlitzer room 9'] as const;
const HOSTS = ['203.0.113.77', '198.51.100.23', '2001:db8:77::9', 'gateway.intra.corp-of-ours.test', '127.66.55.44'];
const OWNER = 'zacharias';

const config = (label: string): string => `network: ${NETWORK}
label: ${label}
listen: ["127.66.55.44:0"]
peers: ["203.0.113.77:7000", "[2001:db8:77::9]:7001", "gateway.intra.corp-of-ours.test:7002"]
httpHosts: ["panel.corp-of-ours.test"]
`;

/** Hex and base64 of a file, and its lines: in whichever of them it could have been carried over. */
const formsOf = (file: string): readonly string[] => {
  const bytes = readFileSync(file);
  return [bytes.toString('hex'), bytes.toString('base64'), ...bytes.toString().split('\n').filter((one) => one !== '')];
};

describe('millrace support', function () {
  this.timeout(60_000);
  const folders = temporaryFolders();
  const nodes: Node[] = [];

  const start = async (label: string, ...args: readonly string[]): Promise<Node> => {
    const folder = join(folders.make(), OWNER);
    mkdirSync(folder);
    writeFileSync(join(folder, 'node.yaml'), config(label));
    const node = await startedNode(join(folder, 'data'), '--config', join(folder, 'node.yaml'), ...args);
    nodes.push(node);
    return node;
  };

  after(async () => {
    await Promise.all(nodes.splice(0).map((node) => node.end('SIGKILL')));
    folders.removeAll();
  });

  let archive: Buffer;
  let made: string;
  let said: string;
  const secrets: string[] = [];

  before(async () => {
    const first = await start(LABELS[0]);
    const second = await start(LABELS[1], '--peer', `${first.id}@${first.address}`);
    const isThere = ({ outgoing }: Report): boolean => outgoing.some(({ id }) => id === first.id);
    const report = await reportWhen(second.data, isThere);
    const reason = `${OWNER} of ${LABELS[0]} at 198.51.100.23`;
    await millrace('ban', '198.51.100.23', '--reason', reason, '--data', second.data);
    made = join(second.data, '..', 'bundle.tar.gz');
    const ended = await millrace('support', '--out', made, '--data', second.data);
    expect([ended.code, ended.stderr]).to.deep.equal([0, '']);
    said = ended.stdout;
    archive = gunzipSync(readFileSync(made));
    const ids = [first.id, second.id].flatMap((id) => [id, id.slice(0, 16), id.slice(0, 8)]);
    const private_ = ['node.key', 'node.crt', 'book.key'].flatMap((name) => formsOf(join(second.data, name)));
    const names = ['zanzibar', 'wurlitzer', OWNER, 'quokka', 'corp-of-ours', 'intra', report.node.boot, second.data];
    secrets.push(...ids, ...private_.filter((text) => !text.startsWith('-----')), ...HOSTS, ...names);
    secrets.push(...[hostname(), userInfo().homedir, process.cwd()].filter(({ length }) => length > 5)); // not `/root`
  });

  it('writes no secret, address, name or key into the bundle that the node was given or has made', () => {
    expect(secrets.length).to.be.above(25);
    const text = archive.toString('latin1').toLowerCase();
    expect(secrets.filter((secret) => text.includes(secret.toLowerCase()))).to.deep.equal([]);
  });

  it('is worth sending: the connection, the dials that fail, the ban and the map are all in it', () => {
    const text = archive.toString('latin1');
    const wanted = ['"peer-opened"', '"subject-banned"', '"redial"', '"edges"', '"heartbeatEvery"', '"openssl"'];
    for (const word of wanted) expect(text, word).to.include(word);
    const pseudonym = /"network": "([^"]+)"/.exec(text)?.[1];
    expect(pseudonym).to.have.lengthOf(NETWORK.length);
  });

  it('is for its owner alone, is unpacked by tar, and never replaces a file', async () => {
    expect(statSync(made).mode & 0o777).to.equal(0o600);
    expect(execFileSync('tar', ['-tzf', made]).toString()).to.include('millrace-support/journal.ndjson');
    expect(said).to.include('journal.ndjson').and.to.include('look at it before you send it');
    const again = await millrace('support', '--out', made, '--data', nodes[1]?.data ?? '');
    expect(again.code).to.equal(1);
    expect(again.stderr).to.match(/bundle\.tar\.gz cannot be made: EEXIST/);
    expect(gunzipSync(readFileSync(made)).equals(archive)).to.equal(true);
  });

  it('says that no node runs where none does, and leaves nothing behind', async () => {
    const folder = folders.make();
    const ended = await millrace('support', '--out', join(folder, 'x.tar.gz'), '--data', folder);
    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.match(/no node/);
    expect(existsSync(join(folder, 'x.tar.gz'))).to.equal(false);
  });
});
