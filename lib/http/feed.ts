// The one feed of events that all streams are of: each entry of the journal numbered and written once, and the reports
// again when something has changed, at most once a second.
import type { Subscription } from 'rxjs';
import type { Env } from '../env.ts';
import type { Entry } from '../journal.ts';
import { isPassing } from '../passing.ts';
import type { State } from '../state.ts';
import { entryJson } from '../status/entryJson.ts';
import { networkView, type NetworkView } from '../status/networkView.ts';
import { sentence } from '../status/sentence.ts';
import { REPORT_MS, RESUMED_BYTES_MAX, RESUMED_MAX, STREAM_BEAT_MS } from './limits.ts';
import type { Reader } from './reader.ts';
import { streamText } from './streamText.ts';
import type { HttpView } from './view.ts';

const BEAT_TURNS = STREAM_BEAT_MS / REPORT_MS;

export class Feed {
  readonly #view: HttpView;
  readonly #env: Env;
  readonly #readers = new Set<Reader>();
  /** Oldest first; the last one has the number `#last`. */
  #recent: Entry[] = [];
  #last: number;
  #ticking: Subscription | undefined;
  #turns = 0;
  #state: State | undefined;
  #status = '';
  #network = '';
  /** The network as it was sent, without the time of the look. */
  #shown = '';

  /** Numbers begin at the time of the start, so that one of an earlier run is never taken for one of this. */
  constructor(view: HttpView, env: Env) {
    this.#view = view;
    this.#env = env;
    this.#last = Math.floor(env.scheduler.now());
  }

  get size(): number {
    return this.#readers.size;
  }

  /** The next entry of the journal. */
  take(entry: Entry): void {
    if (isPassing(entry)) return;
    this.#last++;
    this.#recent.push(entry);
    if (this.#recent.length >= 2 * RESUMED_MAX) this.#recent = this.#recent.slice(-RESUMED_MAX);
    if (this.#readers.size === 0) return;
    const text = this.#entryText(entry, this.#last);
    for (const reader of this.#readers) reader.entry(text);
  }

  /**
   * A new reader: first how everything is now, then what it has missed, then whatever happens.
   *
   * @param lastId the number of the last entry it has had; when what followed is no longer known, a `gap` says so
   */
  add(reader: Reader, lastId: string | undefined): void {
    this.#refresh();
    const missed = lastId === undefined ? '' : this.#since(Number(lastId));
    const id = lastId === undefined || missed === undefined ? this.#last : Number(lastId);
    const data: unknown = { status: this.#view.report(), network: this.#networkView() };
    reader.report(streamText({ id, event: 'snapshot', data }));
    Object.assign(reader.seen, { status: this.#status, network: this.#network });
    reader.entry(missed ?? streamText({ event: 'gap', data: { after: lastId, next: this.#last + 1 } }));
    this.#readers.add(reader);
    this.#ticking ??= this.#tick();
  }

  remove(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size === 0) this.end();
  }

  end(): void {
    this.#ticking?.unsubscribe();
    this.#ticking = undefined;
  }

  /** What followed an entry; `undefined` when that is not known, or more than a reader could take at once. */
  #since(after: number): string | undefined {
    const missed = this.#last - after;
    if (!Number.isSafeInteger(after) || missed < 0 || missed > this.#recent.length) return undefined;
    const texts = this.#recent.slice(this.#recent.length - missed)
      .map((entry, at) => this.#entryText(entry, after + 1 + at)).join('');
    return Buffer.byteLength(texts) > RESUMED_BYTES_MAX ? undefined : texts;
  }

  #entryText(entry: Entry, id: number): string {
    const { journal } = this.#view;
    const text = sentence(entry, (cause) => journal.get(cause));
    return streamText({ id, event: 'entry', data: { ...entryJson(entry), text } });
  }

  #tick(): Subscription {
    const turn = (): void => {
      this.#refresh();
      this.#report();
      if (++this.#turns % BEAT_TURNS === 0) for (const reader of this.#readers) reader.beat();
      if (this.#readers.size > 0) this.#ticking = this.#env.scheduler.schedule(turn, REPORT_MS);
    };
    return this.#env.scheduler.schedule(turn, REPORT_MS);
  }

  #report(): void {
    for (const reader of this.#readers) {
      if (!reader.isUpToDate) continue;
      for (const [kind, text] of [['status', this.#status], ['network', this.#network]] as const) {
        if (reader.seen[kind] === text) continue;
        reader.seen[kind] = text;
        reader.report(text);
      }
    }
  }

  /** Makes the reports anew when what they show has changed. */
  #refresh(): void {
    const [old, state] = [this.#state, this.#view.state()];
    if (state === old) return;
    this.#state = state;
    this.#status = streamText({ event: 'status', data: this.#view.report() });
    if (old !== undefined && isSameNetwork(old, state)) return;
    const view = this.#networkView();
    const shown = JSON.stringify({ ...view, at: '' });
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#network = streamText({ event: 'network', data: view });
  }

  #networkView(): NetworkView {
    return networkView(this.#view.state(), this.#env.scheduler.now());
  }
}

const isSameNetwork = ({ network: one }: State, { network: two }: State): boolean =>
  one.map === two.map && one.survey === two.survey && one.agreement === two.agreement;
