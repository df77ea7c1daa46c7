// How a view tells what its reader did, and how it is drawn.
import type { Action } from '../page/action.ts';
import type { Page } from '../page/page.ts';

export type Dispatch = (action: Action) => void;

/** Draws a page into the document; drawing the same page again changes nothing. */
export type View = (page: Page) => void;
