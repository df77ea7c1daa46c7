// A whole node, with everything on that an operator has on: default policies, guards, limits, deadlines and journal,
// metrics of every step and of every answer, and an invariant that sees each step.
import { filter, firstValueFrom, NEVER, of } from 'rxjs';
import {
  alarm, alive, atMost, defaultGuards, defaultPolicies, newNodeKey, node, nodeMetrics, pending, processFigures, realEnv,
  tlsTransport,
} from '../../dist/index.js';

/** For thousands of connections of one machine; all other numbers of the policies and guards are the default ones. */
const ROOM = { incoming: 6_000, handshakes: 64, perGroup: { incoming: 6_000, outgoing: 8 } };
const OUTGOING_MAX = 16;
const MESSAGE_BYTES_MAX = 1_048_576;
const SOON_MS = 100;

const figures = processFigures(realEnv);

const outcomeOf = async (answer$) => {
  try {
    return await firstValueFrom(answer$);
  } catch (error) {
    return error.code ?? error.message;
  }
};

const must = (isSo, what) => {
  if (!isSo) throw new Error(`what is measured is not whole: ${what}`);
};

export class WatchedNode {
  net;
  #metrics;
  #looks = 0;

  /** Runs. @param more of NodeConfig, in place of what is meant for the one who is measured */
  static async started(more) {
    const key = await newNodeKey();
    const watched = new WatchedNode();
    const look = { state: () => watched.net.state, now: Date.now, figures: figures.read, toListen: more.listen.length };
    watched.#metrics = nodeMetrics(look);
    watched.net = node({
      id: key.id, transport: tlsTransport({ key }), guards: defaultGuards(ROOM),
      policies: (env) => ({ ...defaultPolicies(ROOM, env), alarm: alarm([watched.#fewHeads()], watched.#violated) }),
      answered: watched.#metrics.answered, ...more,
    });
    watched.net.respond('echo', ({ data }) => of(data));
    watched.net.respond('never', () => NEVER);
    watched.net.step$.subscribe(watched.#metrics.observe);
    return watched;
  }

  /** The asking side: what is too big does not leave, and what is not answered in time ends. */
  async asks(id) {
    const { net } = this;
    const [big, late] = [new Uint8Array(2 * MESSAGE_BYTES_MAX), new Uint8Array(1)];
    must((await outcomeOf(net.ask(id, 'echo', big))) === 'too-big', 'limits are not on');
    must((await outcomeOf(net.ask(id, 'never', late, { timeoutMs: SOON_MS }))) === 'timed-out', 'deadlines are not on');
  }

  /** The answering side, after it has answered. */
  async answers() {
    const text = await this.#metrics.registry.metrics();
    must(/^millrace_requests_total\{route="echo",outcome="answered"\} [1-9]/m.test(text), 'metrics of answers are not on');
    must(/^millrace_events_total\{type="peer-opened"\} [1-9]/m.test(text), 'metrics of steps are not on');
    must(this.net.journal.all().some(({ event }) => event?.type === 'peer-opened'), 'the journal is not on');
    must(this.#looks > 0, 'invariants are not on');
  }

  #fewHeads() {
    const outgoing = ({ state }) => {
      this.#looks++;
      return alive(state, 'out') + pending(state, 'out');
    };
    return atMost(outgoing, OUTGOING_MAX, 'outgoing connections');
  }

  #violated({ invariant, facts }) {
    throw new Error(`${invariant}: ${JSON.stringify(facts)}`);
  }
}

/** The first step with such an event. */
export const once = (net, type) => firstValueFrom(net.step$.pipe(filter(({ event }) => event.type === type)));
