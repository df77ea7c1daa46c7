// Row 24 of SECURITY.md, and what networks do without any attacker: a way that goes silent, an address that changes, a
// clock that is set. Real TLS over loopback; only the clock is virtual.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { of } from 'rxjs';
import { realEnv, type Env } from '../../lib/env.ts';
import { newNodeKey } from '../../lib/identity/nodeKey.ts';
import { newest } from '../../lib/network/entry.ts';
import { entryOf } from '../../lib/network/networkMap.ts';
import { steadyClock } from '../../lib/steadyClock.ts';
import { noSocketsLeft } from '../support/ends.ts';
import { textOf } from '../support/sessionPair.ts';
import { until } from '../support/until.ts';
import { VirtualEnv } from '../support/virtualEnv.ts';
import { Witness } from './support/target.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Of a quiet connection the node asks after 15 s, and waits for the answer for 5 to 30 s. */
const SILENCE_MS_MAX = 45_000;

/** Passes on what comes, until it is told to be silent: then both ends still have their sockets, and hear nothing. */
class Road {
  readonly #server: Server;
  readonly #sockets: Socket[] = [];
  #isSilent = false;

  private constructor(to: number) {
    this.#server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      this.#sockets.push(near, far);
      for (const [one, other] of [[near, far], [far, near]] as const) {
        one.on('error', () => undefined).on('data', (bytes) => this.#isSilent || other.write(bytes));
        one.on('close', () => this.#isSilent || other.destroy());
      }
    });
  }

  static async to(port: number): Promise<Road> {
    const road = new Road(port);
    await new Promise<void>((resolve) => road.#server.listen(0, '127.0.0.1', resolve));
    return road;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  fallSilent(): void {
    this.#isSilent = true;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

describe('a network that is not as it was', function () {
  this.timeout(60_000);
  let clock: VirtualEnv;
  let env: Env;
  const open: { leave(): void }[] = [];

  beforeEach(() => {
    clock = new VirtualEnv();
    env = { ...realEnv, scheduler: clock.scheduler };
  });
  afterEach(async () => {
    for (const one of open.splice(0)) one.leave();
    await noSocketsLeft();
  });

  const witness = (...[key, among, more]: ConstructorParameters<typeof Witness>): Witness => {
    const made = new Witness(key, among, { listen: ['127.0.0.1:0'], ...more });
    made.net.respond('echo', ({ data }) => of(data));
    open.push(made);
    return made;
  };

  const addressOf = async (one: Witness): Promise<string> => {
    await until(() => one.of('listening-started').length > 0, 'its port');
    return one.of('listening-started')[0]!.address;
  };

  /** Waits for something while no time passes but what a turn needs. */
  const comes = (condition: () => boolean, what: string): Promise<void> => until(() => {
    clock.advance(0);
    return condition();
  }, what);

  const edge = async (from: Witness, to: string): Promise<void> => {
    from.net.order({ type: 'dial', address: to });
    await comes(() => from.of('peer-opened').length > 0, 'the edge');
  };

  const answers = async (from: Witness, to: Witness): Promise<void> => {
    let said = '';
    const hear = (text: string): void => void (said = text);
    from.net.ask(to.net.id, 'echo', Buffer.from('here'))
      .subscribe({ next: (data) => hear(textOf(data)), error: (error: unknown) => hear(String(error)) });
    await comes(() => said !== '', 'an answer');
    expect(said).to.equal('here');
  };

  it('notices a way that has gone silent, though nobody has closed it, and says so at both ends', async () => {
    const head = witness(await newNodeKey(), env, {});
    const road = await Road.to(Number((await addressOf(head)).split(':')[1]));
    open.push({ leave: () => road.close() });
    const tail = witness(await newNodeKey(), env, {});
    await edge(tail, road.address);
    await answers(tail, head);
    road.fallSilent();
    const since = clock.scheduler.now();
    const closed = (one: Witness): boolean => one.of('peer-closed').some(({ phase }) => phase === 'alive');
    while (!(closed(tail) && closed(head)) && clock.scheduler.now() - since < 2 * SILENCE_MS_MAX) {
      clock.advance(SECOND_MS);
      await comes(() => true, 'a turn');
    }
    expect(clock.scheduler.now() - since).to.be.at.most(SILENCE_MS_MAX);
    for (const one of [tail, head]) {
      const ended = one.of('peer-closed').find(({ phase }) => phase === 'alive');
      expect(ended).to.deep.include({ reason: 'timed-out', endedBy: 'local' });
      expect(ended?.detail).to.match(/^(quiet|silent) for \d+ ms/);
    }
  });

  it('finds a node that came back at another address, by its key', async () => {
    const hub = witness(await newNodeKey(), env, {});
    const other = witness(await newNodeKey(), env, {});
    const key = await newNodeKey();
    const [at, mover] = [await addressOf(hub), witness(key, env, {})];
    await Promise.all([edge(other, at), edge(mover, at)]);
    const known = (): readonly string[] => {
      const entry = entryOf(other.net.state.network.map, key.id);
      return entry === undefined ? [] : newest(entry).record.body.addresses;
    };
    const within = async (seconds: number, condition: () => boolean): Promise<void> => {
      for (let quarter = 0; quarter < 4 * seconds && !condition(); quarter++) {
        clock.advance(SECOND_MS / 4);
        await answers(other, hub);
      }
    };
    const first = await addressOf(mover);
    await within(30, () => known().includes(first));
    expect(known()).to.deep.equal([first]);
    mover.leave(); // as if it were killed: it says no goodbye
    const again = witness(key, env, {});
    const second = await addressOf(again);
    await edge(again, at);
    await within(30, () => known().includes(second));
    expect(known()).to.deep.equal([second]);
    expect(second).to.not.equal(first);
    other.net.order({ type: 'dial', address: `${key.id}@${second}` });
    await comes(() => other.of('peer-opened').some(({ node }) => node === key.id), 'an edge to it');
  });

  it('bears a clock that is set by an hour, forward and back: no edge ends, and nobody is banned', async () => {
    let set = 0;
    const wall = (): number => clock.scheduler.now() + set;
    const now = steadyClock(wall, () => clock.scheduler.now());
    const schedule = clock.scheduler.schedule.bind(clock.scheduler);
    const head = witness(await newNodeKey(), { ...env, scheduler: { now, schedule } }, {});
    const tail = witness(await newNodeKey(), env, {});
    await edge(tail, await addressOf(head));
    for (const step of [HOUR_MS, -HOUR_MS, -HOUR_MS, HOUR_MS]) {
      const before = now();
      set += step;
      for (let second = 0; second < 20; second++) {
        clock.advance(SECOND_MS);
        await answers(tail, head);
      }
      expect(now()).to.be.at.least(before);
      expect(head.net.state.peersByNode.has(tail.net.id)).to.equal(true);
    }
    const told = [head, tail].flatMap((one) => [
      ...one.of('peer-closed').filter(({ phase }) => phase === 'alive'), // others are of a dial to see who is there
      ...one.of('subject-banned'), ...one.of('identity-duplicated'),
    ]);
    expect(told).to.deep.equal([]);
  });

  it('lets in at once who was an hour ahead, when it goes by its clock again, and not when by its last number',
    async () => {
      const [key, other] = [await newNodeKey(), witness(await newNodeKey(), env, {})];
      const at = await addressOf(other);
      const seqAt = (): number => {
        const entry = entryOf(other.net.state.network.map, key.id);
        return entry === undefined ? 0 : newest(entry).record.header.seq;
      };
      const life = async (around: Partial<Env>, reserve: (seq: number) => number): Promise<readonly number[]> => {
        const before = seqAt();
        const one = witness(key, { ...env, ...around }, { reserve: (seq) => of(reserve(seq)) });
        await edge(one, at);
        for (let second = 0; second < 20 && seqAt() === before; second++) {
          clock.advance(SECOND_MS);
          await answers(one, other);
        }
        const { seq = 0 } = one.net.state.network.own;
        one.leave();
        await comes(() => !other.net.state.peersByNode.has(key.id), 'its end');
        return [seq, seqAt()];
      };
      const as = (seq: number): number => seq;
      const [first, heard] = await life({}, as);
      expect(heard).to.equal(first);
      const schedule = clock.scheduler.schedule.bind(clock.scheduler);
      const ahead = { now: () => clock.scheduler.now() + HOUR_MS, schedule };
      const [wrong = 0, held] = await life({ scheduler: ahead }, as);
      expect([wrong > clock.scheduler.now() + HOUR_MS / 2, held]).to.deep.equal([true, first]);
      const [, heldAgain] = await life({}, (seq) => Math.max(seq, wrong + 2)); // by the number on its disk
      expect(heldAgain).to.equal(first);
      const [last = 0, heardLast] = await life({}, as);
      expect(last).to.be.within((first ?? 0) + 1, clock.scheduler.now());
      expect(heardLast).to.equal(last);
    });
});
