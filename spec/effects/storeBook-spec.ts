// The address book on the real disk, one write at a time.
import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { lastValueFrom, Subject, toArray } from 'rxjs';
import { report, save } from '../../lib/command.ts';
import type { Caused, Issued } from '../../lib/effect.ts';
import { storeBook } from '../../lib/effects/storeBook.ts';
import { readBook } from '../../lib/store/readBook.ts';
import { aState } from '../../lib/testing/aState.ts';
import { tempFolder } from '../support/tempFolder.ts';

const NOW = Date.UTC(2026, 0, 31);

/** A command to save a state that knows one address. */
const saving = (id: number, address: string): Issued =>
  ({ id, command: save(), state: aState({ now: NOW, addresses: { [address]: {} } }), now: NOW });

describe('storeBook', () => {
  const { make, remove, path } = tempFolder();
  beforeEach(make);
  afterEach(remove);

  const endpoints = (file: string): readonly string[] =>
    readBook(readFileSync(file, 'utf8'), NOW).book.addresses.map(({ endpoint }) => endpoint);

  /** Runs the effect over these commands, all issued at the same moment. */
  const outcome = (file: string, ...commands: readonly Issued[]): Promise<Caused[]> => {
    const issued$ = new Subject<Issued>();
    const said = lastValueFrom(issued$.pipe(storeBook(file), toArray()), { defaultValue: [] });
    for (const issued of commands) issued$.next(issued);
    issued$.complete();
    return said;
  };

  it('says at once that it has begun, and that the book is saved once it is there', async () => {
    const file = path('peers.json');
    const issued$ = new Subject<Issued>();
    const said: string[] = [];
    const done = new Promise<void>((complete) => {
      issued$.pipe(storeBook(file)).subscribe({
        next: ({ event, cause }) => said.push(`${event.type} because of ${cause ?? ''}, ${existsSync(file)}`),
        complete,
      });
    });
    issued$.next(saving(7, 'a:1'));
    expect(said).to.deep.equal(['save-started because of 7, false']);
    issued$.complete();
    await done;
    expect(said.at(-1)).to.equal('book-saved because of 7, true');
    expect(endpoints(file)).to.deep.equal(['a:1']);
    expect(statSync(file).mode & 0o777).to.equal(0o600);
    expect(readdirSync(path())).to.deep.equal(['peers.json']);
  });

  it('writes once more after a write during which it was asked again, and the newest state', async () => {
    const file = path('peers.json');
    const said = await outcome(file, saving(1, 'a:1'), saving(2, 'b:1'), saving(3, 'c:1'));
    expect(said).to.deep.equal([
      { event: { type: 'save-started' }, cause: 1 },
      { event: { type: 'save-started' }, cause: 2 },
      { event: { type: 'book-saved', file }, cause: 1 },
      { event: { type: 'book-saved', file }, cause: 3 },
    ]);
    expect(endpoints(file)).to.deep.equal(['c:1']);
  });

  it('says what went wrong, leaves what was there, and saves again when it is asked', async () => {
    const file = path('missing/peers.json');
    const issued$ = new Subject<Issued>();
    const said: Caused[] = [];
    let heard: () => void = () => undefined;
    issued$.pipe(storeBook(file)).subscribe((caused) => {
      said.push(caused);
      heard();
    });
    const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
    issued$.next(saving(1, 'a:1'));
    await next();
    expect(said.at(-1)?.event).to.have.property('type', 'book-failed');
    expect(said.at(-1)?.event).to.have.property('error').that.includes('ENOENT');
    mkdirSync(path('missing'));
    issued$.next(saving(2, 'a:1'));
    await next();
    expect(said.at(-1)).to.deep.equal({ event: { type: 'book-saved', file }, cause: 2 });
    issued$.complete();
  });

  it('leaves other commands to others', async () => {
    expect(await outcome(path('peers.json'), { ...saving(1, 'a:1'), command: report('file') })).to.deep.equal([]);
    expect(readdirSync(path())).to.deep.equal([]);
  });
});
