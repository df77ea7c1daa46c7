// After every test: no socket, server, timer or child process is left that was not there before, and no connection is
// still alive in memory.
import * as v8 from 'node:v8';
import type { RootHookObject, Context } from 'mocha';
import { Life } from '../../lib/peers/life.ts';

/** What would keep a node's process from ending, or a remote connected. */
const KINDS = /^(TCP|TLS|Pipe|UDP|Process|FSEvent|StatWatcher|Timeout|TTYWrap)/;

/** Closing a socket takes a few turns of the event loop; a leak is there after any number. */
const TURNS_MAX = 200;

const held = (): string =>
  process.getActiveResourcesInfo().filter((kind) => KINDS.test(kind)).sort().join(' ');

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A full collection takes some 10 ms, so only where connections are made. */
const makesPeers = ({ currentTest }: Context): boolean => /spec.(node|peers|effects)/.test(currentTest?.file ?? '');

interface Leaks extends Context {
  heldBefore?: string;
}

export const mochaHooks: RootHookObject = {
  async beforeEach(this: Leaks) {
    await turn(); // from here on mocha times the hook, as it does below: its timer is on both sides
    this.heldBefore = held();
  },
  async afterEach(this: Leaks) {
    this.timeout(0); // mocha's own timer would be one of those that are left
    await turn();
    for (let turns = 0; held() !== this.heldBefore && turns < TURNS_MAX; turns++) await turn();
    const [now, before] = [held(), this.heldBefore ?? ''];
    if (now !== before) throw new Error(`left open: [${now}], before the test: [${before}]`);
    if (!makesPeers(this)) return;
    const lives = v8.queryObjects(Life, { format: 'count' });
    if (lives > 0) throw new Error(`${lives} connections are still held in memory`);
  },
};
