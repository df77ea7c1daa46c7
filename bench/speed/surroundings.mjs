// Where and on what a run was: without it nobody can compare its figures with others.
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

const CONTENDERS = [
  '@chainsafe/libp2p-noise', '@chainsafe/libp2p-yamux', '@grpc/grpc-js', '@hyperswarm/secret-stream', '@libp2p/tcp',
  '@libp2p/tls', 'libp2p', 'moleculer', 'nats', 'protomux', 'protomux-rpc', 'ws',
];

const versionOf = (name) => {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'not installed';
};

/** How many processes want a core: with as many as there are, all figures are slower, and only ratios hold. */
export const load = () => Number(loadavg()[0].toFixed(1));

export const surroundings = (terms) => ({
  ...terms, at: new Date().toISOString(), node: process.version, openssl: process.versions.openssl,
  cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown', load: [load()],
  versions: Object.fromEntries(CONTENDERS.map((name) => [name, versionOf(name)])),
});

export const surroundingsText = ({ at, node, openssl, cpus: count, cpu, load: [before, after], rounds, ms, took, versions }) => [
  '## Surroundings', '',
  `${at.slice(0, 10)}, Node ${node}, OpenSSL ${openssl}, ${count} × ${cpu}, loopback; ${rounds} rounds of ${ms} ms; ` +
  `load ${before} at the start, ${after} at the end; ${took} minutes.`, '',
  `${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}.`,
].join('\n');
