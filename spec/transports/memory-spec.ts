// The faults of the network in memory, in virtual time.
import { expect } from 'chai';
import { catchError, map, mergeMap, of, switchMap, tap, VirtualTimeScheduler, type Observable } from 'rxjs';
import type { Env } from '../../lib/env.ts';
import type { Channel, Connection } from '../../lib/transport.ts';
import { MemoryNetwork, type MemoryNetworkOptions } from '../../lib/transports/memory.ts';
import { codeOf } from '../support/ends.ts';

/** Marsaglia's xorshift32: the same numbers from the same seed. */
const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

/** Two hosts, one connection, and everything that is seen of it, with the time. */
class World {
  readonly scheduler = new VirtualTimeScheduler();
  readonly network: MemoryNetwork;
  readonly seen: string[] = [];
  tail!: Channel;
  head!: Channel;

  constructor(options: Omit<MemoryNetworkOptions, 'env'> = {}, seed = 1) {
    const env: Env = { scheduler: this.scheduler, random: seeded(seed), soon: (work) => work() };
    this.network = new MemoryNetwork({ env, ...options });
  }

  get now(): number {
    return this.scheduler.now();
  }

  say(what: string): void {
    this.seen.push(`${this.now} ${what}`);
  }

  listen(): void {
    const transport = this.network.transport({ host: 'head', node: 'head' });
    this.show('head', transport.listen('head:7000').pipe(switchMap((listener) => listener.connection$)));
  }

  dial(): void {
    this.show('tail', this.network.transport({ host: 'tail', node: 'tail' }).dial('head:7000'));
  }

  show(end: 'head' | 'tail', connection$: Observable<Connection>): void {
    const line$ = connection$.pipe(
      mergeMap((connection) => connection.secure()),
      tap((channel) => {
        this[end] = channel;
        this.say(`${end} secured`);
      }),
      mergeMap((channel) => channel.bytes$.pipe(
        map((bytes) => Buffer.from(bytes).toString()),
        catchError((error: unknown) => of(codeOf(error))),
      )),
      catchError((error: unknown) => of(codeOf(error))),
    );
    line$.subscribe((line) => this.say(`${end} ${line}`));
  }

  /** Connected, with nothing under way, and what was seen so far forgotten. */
  connect(): this {
    this.listen();
    this.dial();
    this.run();
    this.seen.length = 0;
    return this;
  }

  run(): void {
    this.scheduler.flush();
  }

  at(ms: number, work: () => void): void {
    this.scheduler.schedule(work, ms - this.now);
  }

  tailSays(text: string): void {
    this.tail.write(Buffer.from(text));
  }
}

const timesOf = (seen: readonly string[]): number[] => seen.map((line) => Number(line.split(' ')[0]));
const wordsOf = (seen: readonly string[]): string[] => seen.map((line) => line.slice(line.indexOf(' ') + 1));

describe('a network in memory', () => {
  describe('latency', () => {
    it('takes a round trip to connect, another to prove, and half a one for what is said', () => {
      const world = new World({ latencyMs: 10 });
      world.listen();
      world.dial();
      world.run();
      world.tailSays('hi');
      world.run();
      expect(world.seen).to.deep.equal(['40 tail secured', '50 head secured', '60 head hi']);
    });

    it('never delivers in the call that writes, even at no latency', () => {
      const world = new World().connect();
      world.tailSays('hi');
      expect(world.seen).to.deep.equal([]);
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['head hi']);
    });

    it('may differ from link to link', () => {
      const world = new World({ latencyMs: (from) => (from === 'tail' ? 30 : 1) }).connect();
      const since = world.now;
      world.tailSays('slow');
      world.head.write(Buffer.from('fast'));
      world.run();
      expect(world.seen).to.deep.equal([`${since + 1} tail fast`, `${since + 30} head slow`]);
    });

    it('costs one action of the scheduler for each write, and none for each byte', () => {
      const world = new World({ latencyMs: 10 }).connect();
      for (let count = 0; count < 100; count++) world.tail.write(new Uint8Array(1_000));
      expect(world.scheduler.actions.length).to.be.at.most(100);
    });
  });

  it('keeps the order whatever the jitter and the loss', () => {
    const world = new World({ latencyMs: 10, jitterMs: 50, loss: 0.3 }).connect();
    const said = Array.from({ length: 200 }, (_, number) => `${number}`);
    said.forEach((text) => world.tailSays(text));
    world.run();
    expect(wordsOf(world.seen)).to.deep.equal(said.map((text) => `head ${text}`));
  });

  it('makes what is lost late by a retransmission, and loses nothing', () => {
    const world = new World({ latencyMs: 10, loss: 0.2 }).connect();
    const since = world.now;
    world.tailSays('x');
    world.run();
    for (let count = 0; count < 50; count++) {
      world.tailSays('x');
      world.run();
    }
    const times = timesOf(world.seen);
    const waits = times.map((time, index) => time - (times[index - 1] ?? since));
    expect(waits.filter((ms) => ms === 10).length).to.be.within(25, 49);
    expect(waits.every((ms) => ms === 10 || ms >= 210)).to.equal(true);
  });

  it('cuts deliveries into pieces down to single bytes', () => {
    const world = new World({ chunkBytes: 3 }).connect();
    world.tailSays('abcdefghijklmnopqrstuvwxyz'.repeat(4));
    world.run();
    const chunks = wordsOf(world.seen).map((word) => word.slice('head '.length));
    expect(chunks.join('')).to.equal('abcdefghijklmnopqrstuvwxyz'.repeat(4));
    expect([...new Set(chunks.map(({ length }) => length))].sort()).to.deep.equal([1, 2, 3]);
  });

  it('takes its time for many bytes where the bandwidth is small', () => {
    const world = new World({ latencyMs: 10, bytesPerSecond: 1_000 }).connect();
    const since = world.now;
    world.tailSays('x'.repeat(500));
    world.tailSays('y');
    world.run();
    expect(timesOf(world.seen)).to.deep.equal([since + 510, since + 511]);
  });

  it('holds a writer back when nobody reads, and lets it go on when somebody does', () => {
    const world = new World({ latencyMs: 10, windowBytes: 100 }).connect();
    let drained = 0;
    world.tail.drained$.subscribe(() => drained++);
    world.head.pause();
    world.tailSays('x'.repeat(250));
    world.run();
    expect([world.tail.buffered, drained, world.seen.length]).to.deep.equal([150, 0, 0]);
    world.head.resume();
    world.run();
    expect([world.tail.buffered, drained]).to.deep.equal([0, 1]);
    expect(wordsOf(world.seen).map((word) => word.length - 5)).to.deep.equal([100, 100, 50]);
  });

  describe('a partition', () => {
    it('stalls bytes unheard, and delivers them in order some time after it is healed', () => {
      const world = new World({ latencyMs: 10 }).connect();
      const since = world.now;
      world.network.partition(['tail'], ['head']);
      world.tailSays('one');
      world.tailSays('two');
      world.run();
      expect(world.seen).to.deep.equal([]);
      world.at(since + 1_000, () => world.network.heal());
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['head one', 'head two']);
      expect(timesOf(world.seen)[0]).to.be.within(since + 1_010, since + 2_010);
    });

    it('stalls dials, and lets them through afterwards', () => {
      const world = new World({ latencyMs: 10 });
      world.listen();
      world.network.partition(['head']);
      world.dial();
      world.run();
      expect(world.seen).to.deep.equal([]);
      world.network.heal();
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['tail secured', 'head secured']);
    });

    it('leaves the others alone', () => {
      const world = new World().connect();
      world.network.partition(['tail', 'head'], ['elsewhere']);
      world.network.partition(['tail', 'head']);
      world.tailSays('hi');
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['head hi']);
    });

    it('forgets what both ends have given up', () => {
      const world = new World().connect();
      world.network.partition(['tail']);
      world.tailSays('lost');
      world.run();
      world.tail.destroy();
      world.head.destroy();
      world.network.heal();
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['tail reset', 'head reset']);
      expect(world.scheduler.actions).to.deep.equal([]);
    });
  });

  describe('a host that is held up', () => {
    const dialled = (): { readonly world: World; readonly lines: string[]; readonly goOn: () => void } => {
      const world = new World({ latencyMs: 10 });
      const lines: string[] = [];
      world.listen();
      const goOn = world.network.holdUp('head');
      const transport = world.network.transport({ host: 'tail', node: 'tail' });
      transport.dial('head:7000').pipe(
        tap(() => lines.push(`${world.now} connected`)),
        switchMap((connection) => connection.secure()),
      ).subscribe({
        next: () => lines.push(`${world.now} secured`),
        error: (error: unknown) => lines.push(`${world.now} ${codeOf(error)}`),
      });
      return { world, lines, goOn };
    };

    it('takes connections, and answers no byte of them until it goes on', () => {
      const { world, lines, goOn } = dialled();
      world.at(5_000, goOn);
      world.scheduler.maxFrames = 4_999;
      world.run();
      expect(lines).to.deep.equal(['20 connected']);
      world.scheduler.maxFrames = Infinity;
      world.run();
      expect(lines).to.deep.equal(['20 connected', '5020 secured']);
      expect(wordsOf(world.seen)).to.deep.equal(['head secured']);
    });

    it('refuses at a port where nobody listens, held up or not', () => {
      const world = new World({ latencyMs: 10 });
      world.listen();
      world.network.holdUp('head');
      let code = '';
      world.network.transport({ host: 'tail', node: 'tail' }).dial('head:7001')
        .subscribe({ error: (error: unknown) => (code = codeOf(error)) });
      world.run();
      expect(code).to.equal('unreachable');
    });

    it('hears all that came, in order, also that a connection was reset meanwhile', () => {
      const world = new World({ latencyMs: 10 }).connect();
      const goOn = world.network.holdUp('head');
      world.tailSays('one');
      world.run();
      expect(world.seen).to.deep.equal([]);
      world.network.crash('tail');
      world.run();
      expect(world.seen).to.deep.equal([]);
      goOn();
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['head one', 'head reset']);
    });

    it('goes on when the last of those who hold it up lets go', () => {
      const { world, lines, goOn } = dialled();
      const also = world.network.holdUp('head');
      goOn();
      goOn();
      world.run();
      expect(wordsOf(lines)).to.deep.equal(['connected']);
      also();
      world.run();
      expect(wordsOf(lines)).to.deep.equal(['connected', 'secured']);
    });

    it('is held up no more when it is killed: what its kernel had taken is reset', () => {
      const { world, lines, goOn } = dialled();
      world.run();
      world.network.crash('head');
      world.run();
      expect(wordsOf(lines)).to.deep.equal(['connected', 'reset']);
      goOn();
      world.run();
      expect(world.network.openOn('head').connections).to.equal(0);
    });
  });

  describe('a power cut', () => {
    it('is heard by nobody: what is written to it is neither read nor refused', () => {
      const world = new World({ windowBytes: 10 }).connect();
      world.network.vanish('head');
      world.tailSays('is anybody there?');
      world.run();
      world.dial();
      world.run();
      expect(world.seen).to.deep.equal([]);
      expect(world.tail.buffered).to.equal(7);
    });

    it('is heard of once the host is up again and knows nothing of the connection', () => {
      const world = new World({ latencyMs: 10 }).connect();
      world.network.vanish('head');
      world.tailSays('hello?');
      world.run();
      world.listen();
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['tail reset']);
      world.dial();
      world.run();
      expect(wordsOf(world.seen).slice(1)).to.deep.equal(['tail secured', 'head secured']);
    });
  });

  describe('a crash', () => {
    it('resets every connection at the other end, and refuses new ones', () => {
      const world = new World({ latencyMs: 10 }).connect();
      const since = world.now;
      world.network.crash('head');
      world.run();
      world.dial();
      world.run();
      expect(world.seen).to.deep.equal([`${since + 10} tail reset`, `${since + 30} tail unreachable`]);
    });

    it('is found out by a write when a partition swallowed the reset', () => {
      const world = new World({ latencyMs: 10 }).connect();
      world.network.partition(['tail'], ['head']);
      world.network.crash('head');
      world.run();
      world.network.heal();
      world.run();
      expect(world.seen).to.deep.equal([]);
      world.tailSays('still there?');
      world.run();
      expect(wordsOf(world.seen)).to.deep.equal(['tail reset']);
    });
  });

  it('fails the handshake with whoever proves nothing', () => {
    const world = new World().connect();
    const plain = world.network.transport({ host: 'plain' }).dial('head:7000');
    plain
      .pipe(mergeMap((connection) => connection.secure()))
      .subscribe((channel) => channel.write(Buffer.from('GET /')));
    world.run();
    world.show('tail', world.network.transport({ host: 'tail', node: 'tail' }).dial('plain:1'));
    world.network.transport({ host: 'plain' }).listen('plain:1').pipe(
      switchMap((listener) => listener.connection$),
      mergeMap((connection) => connection.secure()),
      mergeMap((channel) => channel.bytes$.pipe(tap(() => channel.destroy()))), // no request it knows
    ).subscribe({ error: () => undefined }); // it hears that it destroyed the channel
    world.run();
    expect(wordsOf(world.seen)).to.deep.equal(['head tls-failed', 'tail reset']);
  });

  it('gives the same run from the same seed, and another from another', () => {
    const run = (seed: number): readonly string[] => {
      const world = new World({ latencyMs: 5, jitterMs: 20, loss: 0.1, chunkBytes: 8 }, seed).connect();
      for (let count = 0; count < 100; count++) {
      world.at(world.now + count * 7, () => world.tailSays(`message ${count}`));
    }
      world.at(world.now + 200, () => world.network.partition(['tail']));
      world.at(world.now + 500, () => world.network.heal());
      world.run();
      return world.seen;
    };
    expect(run(7)).to.deep.equal(run(7));
    expect(run(7)).not.to.deep.equal(run(8));
  });

  it('leaves no timer when everything is closed', () => {
    const world = new World({ latencyMs: 10, jitterMs: 5 }).connect();
    world.tailSays('under way');
    world.tail.destroy();
    world.head.destroy();
    expect(world.scheduler.actions.filter((action) => !action.closed)).to.deep.equal([]);
  });
});
