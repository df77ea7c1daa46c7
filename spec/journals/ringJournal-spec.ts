// What the journal remembers, held against a model that keeps everything and reckons what should be left.
import { expect } from 'chai';
import fc from 'fast-check';
import { close, ping, type Command } from '../../lib/command.ts';
import type { Event } from '../../lib/event.ts';
import type { Entry, EntryId } from '../../lib/journal.ts';
import { ENTRIES_MAX, RingJournal } from '../../lib/journals/ringJournal.ts';
import {
  accepted, banned, closed, connected, dialStarted, heard, opened, secured, ticked,
} from '../../lib/testing/index.ts';

const entryOf = (id: EntryId, what: Event | Command, cause?: EntryId): Entry => {
  const origin = { id, at: id, by: 'test', ...(cause === undefined ? {} : { cause }) };
  return what.type === 'close' || what.type === 'ping'
    ? { kind: 'command', ...origin, command: what as Command }
    : { kind: 'event', ...origin, event: what as Event };
};

/** Writes what it is given, with ids that count up. */
class Writing {
  readonly journal = new RingJournal();
  readonly entries: Entry[] = [];

  write(what: Event | Command, cause?: EntryId): EntryId {
    const entry = entryOf(this.entries.length + 1, what, cause);
    this.entries.push(entry);
    this.journal.record(entry);
    return entry.id;
  }

  /** As much as pushes everything else out. */
  flood(count = ENTRIES_MAX): void {
    for (let at = 0; at < count; at++) this.write(banned('10.0.0.1'));
  }

  get ids(): readonly EntryId[] {
    return this.journal.all().map(({ id }) => id);
  }
}

const isPassing = ({ kind, ...entry }: Entry): boolean => {
  const what = 'command' in entry ? entry.command : entry.event;
  return kind !== 'refusal' && ['ticked', 'peer-heard', 'ping'].includes(what.type);
};

describe('the journal', () => {
  it('remembers the last ten thousand, oldest first, and finds each by its id', () => {
    const writing = new Writing();
    writing.flood(ENTRIES_MAX + 5);
    expect(writing.ids).to.deep.equal(Array.from({ length: ENTRIES_MAX }, (_, at) => at + 6));
    expect(writing.journal.get(5)).to.equal(undefined);
    expect(writing.journal.get(6)).to.equal(writing.entries[5]);
  });

  it('keeps of what comes all the time only what something came of, in its place', () => {
    const writing = new Writing();
    const tick = writing.write(ticked('idle'));
    writing.write(ticked('status'));
    writing.write(banned('10.0.0.2'));
    expect(writing.ids).to.deep.equal([3]);
    const dialled = writing.write(dialStarted('out-1'), tick);
    expect(writing.ids).to.deep.equal([tick, 3, dialled]);
    expect(writing.journal.get(2)).to.equal(writing.entries[1]);
    writing.flood(ENTRIES_MAX + 1_024);
    for (let count = 0; count < 1_024; count++) writing.write(heard('out-1'));
    expect(writing.journal.get(2)).to.equal(undefined);
  });

  it('keeps the life of a connection while it lives, what led to it first, and forgets it after its end', () => {
    const writing = new Writing();
    const tick = writing.write(ticked('idle'));
    const began = writing.write(dialStarted('out-1'), tick);
    const way = [connected('out-1'), secured('out-1'), opened('out-1')].map((event) => writing.write(event, began));
    const beat = writing.write(ticked('heartbeat'));
    const pinged = writing.write(ping('out-1'), beat);
    const told = writing.write(close('out-1', 'idle'), pinged);
    writing.flood();
    const life = [tick, began, ...way, beat, pinged, told];
    expect(writing.ids.slice(0, -ENTRIES_MAX)).to.deep.equal(life);
    for (const id of life) expect(writing.journal.get(id)).to.equal(writing.entries[id - 1]);
    writing.write(closed('out-1'), told);
    expect(writing.ids.length).to.equal(ENTRIES_MAX);
    expect(writing.journal.get(began)).to.equal(undefined);
  });

  it('keeps of a long life how it began, and the latest', () => {
    const writing = new Writing();
    for (let count = 0; count < 100; count++) writing.write(count === 0 ? accepted('in-1') : close('in-1', 'idle'));
    writing.flood();
    const first = Array.from({ length: 12 }, (_, at) => at + 1);
    const latest = Array.from({ length: 12 }, (_, at) => at + 89);
    expect(writing.ids.slice(0, -ENTRIES_MAX)).to.deep.equal([...first, ...latest]);
  });

  it('makes no life of what is said of a connection that has ended, or that never began', () => {
    const writing = new Writing();
    writing.write(accepted('in-1'));
    writing.write(closed('in-1'));
    writing.write(close('in-1', 'duplicate'));
    writing.write(close('in-2', 'duplicate'));
    writing.flood();
    expect(writing.ids.length).to.equal(ENTRIES_MAX);
  });

  it('holds no more lives than it has room for, though no connection is ever said to have ended', () => {
    const writing = new Writing();
    for (let count = 1; count <= 5_000; count++) writing.write(accepted(`in-${count}`));
    writing.flood();
    expect(writing.ids.length).to.equal(ENTRIES_MAX + 4_096);
    expect([writing.ids[0], writing.journal.get(904)]).to.deep.equal([905, undefined]);
  });

  it('begins anew with a node that is started again, whose ids begin anew', () => {
    const writing = new Writing();
    writing.write(accepted('in-1'));
    writing.flood(10);
    const again = entryOf(1, accepted('in-2'));
    writing.journal.record(again);
    expect(writing.journal.all()).to.deep.equal([again]);
    expect(writing.journal.get(2)).to.equal(undefined);
  });

  it('tells everything to who listens, passing or not', () => {
    const writing = new Writing();
    const told: Entry[] = [];
    const listening = writing.journal.entry$.subscribe((entry) => told.push(entry));
    writing.write(ticked('idle'));
    writing.write(ping('out-1'), 1);
    writing.write(banned('10.0.0.1'), 2);
    listening.unsubscribe();
    writing.write(ticked('idle'));
    expect(told).to.deep.equal(writing.entries.slice(0, 3));
  });

  it('is what a model says, for any lives in any order', () => {
    const peer = fc.constantFrom('in-1', 'in-2', 'out-3');
    const what = fc.oneof(
      peer.map((one) => (one.startsWith('in') ? accepted(one) : dialStarted(one))),
      peer.map((one) => opened(one)), peer.map((one) => heard(one)), peer.map((one) => ping(one)),
      peer.map((one) => close(one, 'idle')), peer.map((one) => closed(one)), fc.constant(ticked('idle')),
    );
    const turn = fc.tuple(what, fc.option(fc.nat({ max: 20 }), { nil: undefined }));
    fc.assert(fc.property(fc.array(turn, { maxLength: 60 }), (turns) => {
      const writing = new Writing();
      for (const [event, back] of turns) {
        const cause = back === undefined ? undefined : writing.entries.length - back;
        writing.write(event, cause === undefined || cause < 1 ? undefined : cause);
      }
      const cited = new Set(writing.entries.map(({ cause }) => cause));
      // Nothing is pushed out by sixty, so a life adds nothing: all but what passed and led to nothing.
      const kept = writing.entries.filter((entry) => !isPassing(entry) || cited.has(entry.id));
      expect(writing.journal.all()).to.deep.equal(kept);
      for (const entry of writing.entries) expect(writing.journal.get(entry.id)).to.equal(entry);
    }));
  });
});
