// Why connections are there or are not, told from the journals of whole nodes in memory, with their own policies.
import { expect } from 'chai';
import { defaultGuards, defaultPolicies } from '../../lib/defaults.ts';
import type { Entry } from '../../lib/journal.ts';
import { sentence } from '../../lib/status/sentence.ts';
import { why, type Why } from '../../lib/status/why.ts';
import { idOfLetter, Town, type House } from '../support/town.ts';

const asked = ({ net }: House, town: Town, subject: string): Why =>
  why(subject, { journal: net.journal, state: net.state, now: town.env.scheduler.now() });

const typeOf = (entry: Entry): string => (entry.kind === 'command' ? `to ${entry.command.type}` : entry.event.type);
const types = ({ chain }: Why): readonly string[] => chain.map(typeOf);
const sentences = ({ chain }: Why, { net }: House): readonly string[] =>
  chain.map((entry) => sentence(entry, (id) => net.journal.get(id)));

interface Case {
  readonly town: Town;
  readonly a: House;
  readonly b: House;
}

/** b has been told of a, and has dialled it. */
const pair = (more: Parameters<Town['house']>[1] = {}): Case => {
  const town = new Town();
  const a = town.house('a');
  const b = town.house('b', { peers: [a.address], ...more });
  town.advance(5_000);
  return { town, a, b };
};

const leave = ({ a, b }: Case): void => [a, b].forEach(({ running }) => running.unsubscribe());

/** Displays show the first eight characters of an id. */
const [A, B] = [idOfLetter('a').slice(0, 8), idOfLetter('b').slice(0, 8)] as const;

describe('why', () => {
  it('explains a living connection by how it came to be, whatever subject it is asked by', () => {
    const all = pair();
    const id = idOfLetter('a');
    for (const subject of ['out-1', id, A, '10.0.0.1:7000', '10.0.0.1', 'a', `${id}@10.0.0.1:7000`]) {
      const answer = asked(all.b, all.town, subject);
      expect(types(answer), subject).to.deep.equal(['peer-opened', 'to welcome', 'peer-greeted', 'to dial', 'ticked']);
      expect(answer.summary, subject).to.match(new RegExp(
        `^out-1 to ${A}… \\(a\\) at 10\\.0\\.0\\.1:7000 has been alive for 4(\\.\\d)? s: dialled because policy slots`,
      ));
      expect(answer.subject).to.equal(subject);
    }
    leave(all);
  });

  it('explains a connection that came in', () => {
    const all = pair();
    const answer = asked(all.a, all.town, 'in-1');
    expect(types(answer)).to.deep.equal(
      ['peer-opened', 'to welcome', 'peer-greeted', 'to accept', 'connection-accepted']);
    expect(answer.summary).to.match(
      new RegExp(`^in-1 from ${B}… \\(b\\) at .*: it dialled this node, and no guard refused `));
    leave(all);
  });

  it('passes over addresses and pings: a connection that broke is explained by its life', () => {
    const all = pair();
    all.town.advance(30_000); // it has been asked for addresses and pinged since
    all.town.network.crash('10.0.0.1');
    all.town.advance(100);
    const answer = asked(all.b, all.town, 'out-1');
    expect(types(answer).slice(0, 3)).to.deep.equal(['peer-closed', 'to welcome', 'peer-greeted']);
    expect(types(answer)).to.include('to dial').and.not.include('to watch').and.not.include('to ping');
    expect(answer.summary).to.match(/ closed \d+ ms ago: reset by the network.*; redial waits /);
    leave(all);
  });

  it('tells what ended the last connection when the redials since have failed', () => {
    const all = pair();
    all.town.network.crash('10.0.0.1');
    const seen = new Set<string>();
    for (let ms = 0; ms < 8_000; ms += 100) {
      all.town.advance(100);
      seen.add(asked(all.b, all.town, A).summary);
    }
    const [trying, waiting] = [/ has been dialling for .* It was last connected .* as out-1: reset/,
      / closed .*: nobody answered there.*; redial waits .* \(attempt \d\)\. It was last connected .* as out-1: reset/];
    expect([...seen].filter((summary) => trying.test(summary))).to.be.an('array').that.is.not.empty;
    expect([...seen].filter((summary) => waiting.test(summary))).to.be.an('array').that.is.not.empty;
    leave(all);
  });

  it('names the guard that turned a connection away, and what it said', () => {
    const town = new Town();
    const a = town.house('a', { guards: defaultGuards({ incoming: 0 }) });
    const b = town.house('b', { peers: [a.address] });
    town.advance(600);
    const mine = asked(a, town, '10.0.0.2');
    expect(types(mine)).to.deep.equal(
      ['peer-closed', 'to close', 'command-refused', 'to accept', 'connection-accepted']);
    expect(mine.summary).to.match(/was turned away .* ago by guard maxIncoming: full/);
    leave({ town, a, b });
  });

  it('names the guard that refused to dial, and the policy that wanted to', () => {
    const all = pair({ guards: { shy: ({ command }) => (command.type === 'dial' ? 'shy: not today' : undefined) } });
    const answer = asked(all.b, all.town, '10.0.0.1:7000');
    expect(types(answer)).to.include.members(['command-refused', 'to dial', 'ticked']);
    expect(sentences(answer, all.b).join('\n')).to.match(/guard shy refused to dial 10\.0\.0\.1:7000: shy: not today/);
    leave(all);
  });

  it('leads from a ban to the operator who asked for it, and says how long it lasts', () => {
    const all = pair();
    all.b.net.order({ type: 'ban', subject: 'out-1', forMs: 7_200_000, reason: 'floods' });
    all.town.advance(1_000);
    const answer = asked(all.b, all.town, 'out-1');
    expect(types(answer)).to.deep.equal(['peer-closed', 'to close', 'subject-banned', 'to ban', 'command-requested']);
    const { summary } = asked(all.b, all.town, A);
    expect(summary).to.match(new RegExp(`\\. ${A}… is banned for another 1 h 59 min: floods$`));
    leave(all);
  });

  it('says where an address was learnt that nobody has dialled yet', () => {
    const all = pair({ policies: {} });
    const answer = asked(all.b, all.town, '10.0.0.1:7000');
    expect(types(answer)).to.deep.equal(['addresses-learnt']);
    expect(answer.summary).to.match(/^10\.0\.0\.1:7000 was learnt from config 5 s ago; nothing has been tried there /);
    leave(all);
  });

  it('answers with an error for what it knows nothing of, what is no subject, and the node itself', () => {
    const all = pair();
    const ask = (subject: string) => () => asked(all.b, all.town, subject);
    expect(ask('out-77')).to.throw(/^nothing is known of out-77 in the \d+ entries that are remembered$/);
    expect(ask('192.0.2.1:7000')).to.throw(/^nothing is known of 192\.0\.2\.1:7000/);
    expect(ask('no/thing')).to.throw(/^"no\/thing" is no subject: give a connection \(out-3\), /);
    expect(ask(B)).to.throw(`${B} is this node itself`);
    leave(all);
  });

  it('does not print what a remote says of itself as it is', () => {
    const town = new Town();
    const a = town.house('a', { label: '\u001b[2J\u202egnp' });
    const b = town.house('b', { peers: [a.address] });
    town.advance(5_000);
    const answer = asked(b, town, 'out-1');
    expect([answer.summary, ...sentences(answer, b)].join('')).to.match(/^[\x20-\x7e…]*$/);
    leave({ town, a, b });
  });

  it('tells each entry as one sentence with its time, and names the decision that led to it', () => {
    const all = pair({ policies: (env) => defaultPolicies({ outgoing: 1 }, env) });
    const dialled = [...all.b.net.journal.all()].find((entry) => typeOf(entry) === 'dial-started');
    expect(dialled === undefined ? '' : sentence(dialled, (id) => all.b.net.journal.get(id))).to.match(
      /^00:00:0\d\.\d{3} {2}dialled 10\.0\.0\.1:7000 as out-1, because policy slots chose it as random slot, /,
    );
    for (const entry of all.b.net.journal.all()) {
      const text = sentence(entry, (id) => all.b.net.journal.get(id));
      expect(text).to.match(/^\d\d:\d\d:\d\d\.\d{3} {2}\S/).and.not.match(/undefined|\[object|NaN/);
    }
    leave(all);
  });
});
