// What each path shows. Paths are compared as they came, byte for byte: nothing is decoded, joined or made shorter, so
// there is no other way to write one.
import { dot } from '../network/dot.ts';
import { entryJson } from '../status/entryJson.ts';
import { WhyError } from '../status/findSubject.ts';
import { health, readiness } from '../status/health.ts';
import { networkView } from '../status/networkView.ts';
import { peersReport } from '../status/peersReport.ts';
import { sentence } from '../status/sentence.ts';
import { why } from '../status/why.ts';
import { fault, json, text, type Answer } from './answer.ts';
import { keptPicture } from './keptPicture.ts';
import { SUBJECT_CHARS_MAX } from './limits.ts';
import type { HttpView } from './view.ts';

/** What a route may look at. */
export interface Asked {
  readonly view: HttpView;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly turnedAt: number;
  readonly toListen: number;
}

export type HttpRoute = (asked: Asked) => Answer;

const DOT_TYPE = 'text/vnd.graphviz; charset=utf-8';
const UNAVAILABLE = 503;

/** By path. `/events` and the files of the dashboard are apart. */
export const httpRoutes: Readonly<Record<string, HttpRoute>> = {
  '/status': ({ view }) => json(view.report()),
  '/peers': ({ view, now }) => json(peersReport(view.state(), now)),
  '/network': ({ view, now }) => json(networkView(view.state(), now)),
  '/network.dot': ({ view, now }) => text(dot(networkView(view.state(), now)), DOT_TYPE),
  '/network.svg': ({ view, now }) => keptPicture(view.state(), now),
  '/healthy': ({ view, now, turnedAt }) => {
    const found = health(view.state(), now, turnedAt);
    return json(found, found.healthy ? 200 : UNAVAILABLE);
  },
  '/ready': ({ view, toListen }) => {
    const found = readiness(view.state(), toListen);
    return json(found, found.ready ? 200 : UNAVAILABLE);
  },
};

export const WHY = '/why/';

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

const subjectIn = (path: string): string | Answer => {
  const part = path.slice(WHY.length);
  const subject = decoded(part);
  const bad = (error: string, limit: string | number): Answer =>
    fault(400, { error, place: 'target', value: part, limit });
  if (subject === undefined || part.includes('/')) return bad('not one percent-encoded part', '/why/SUBJECT');
  if (subject === '') return bad('no subject is given', '/why/SUBJECT');
  if (subject.length <= SUBJECT_CHARS_MAX) return subject;
  return bad(`subject of ${subject.length} characters`, SUBJECT_CHARS_MAX);
};

/** @param path begins with `/why/`; what follows is one percent-encoded subject */
export const whyRoute = (path: string, { view, now }: Asked): Answer => {
  const { journal } = view;
  const subject = subjectIn(path);
  if (typeof subject !== 'string') return subject;
  try {
    const { chain, summary } = why(subject, { journal, state: view.state(), now });
    const texts = chain.map((entry) => sentence(entry, (id) => journal.get(id)));
    return json({ subject, chain: chain.map(entryJson), summary, texts });
  } catch (error) {
    if (!(error instanceof WhyError)) throw error;
    return fault(404, { error: error.message, place: 'target', value: subject });
  }
};
