// After every test: no socket, server, timer or child process is left that was not there before. After the last one of
// a subject: no connection is still alive in memory.
import * as v8 from 'node:v8';
import type { Context, RootHookObject, Suite, Test } from 'mocha';
import { Life } from '../../lib/peers/life.ts';

/** What would keep a node's process from ending, or a remote connected. */
const KINDS = /^(TCP|TLS|Pipe|UDP|Process|FSEvent|StatWatcher|Timeout|TTYWrap)/;

/** Closing a socket takes a few turns of the event loop; a leak is there after any number. */
const TURNS_MAX = 200;

const held = (): string =>
  process.getActiveResourcesInfo().filter((kind) => KINDS.test(kind)).sort().join(' ');

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Looking for them takes some 100 ms, so only where connections are made, and once for all tests of a subject. */
const hasMadePeers = ({ currentTest }: Context): boolean =>
  currentTest !== undefined && /spec.(node|peers|effects)/.test(currentTest.file ?? '') && isLast(currentTest);

const isLast = (test: Test): boolean => {
  let subject: Suite | undefined = test.parent;
  while (subject?.parent?.root === false) subject = subject.parent;
  let last: Test | undefined;
  subject?.eachTest((one) => (last = one));
  return last === test;
};

/** The frame of a test that has just ended may hold its last one for a few turns; a leak is there at every look. */
const LOOKS_MAX = 20;

const livesLeft = async (): Promise<number> => {
  let lives = v8.queryObjects(Life, { format: 'count' });
  for (let looks = 1; lives > 0 && looks < LOOKS_MAX; looks++) {
    for (let turns = 0; turns < TURNS_MAX; turns++) await turn();
    lives = v8.queryObjects(Life, { format: 'count' });
  }
  return lives;
};

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
    if (!hasMadePeers(this)) return;
    const lives = await livesLeft();
    if (lives > 0) throw new Error(`${lives} connections of these tests are still held in memory`);
  },
};
