// Lets a user's module import `millrace`, `millrace/testing` and `rxjs` wherever it lies, and get the running binary's
// own copies: an operator of another copy of rxjs would work, but `because` of another copy would mark nothing.
import type nodeModule from 'node:module';
import { extname } from 'node:path';

/** The binary is built to dist/bin or dist/chunks, and lies in lib/bin before that: all are one folder deep. */
const entry = (name: string): string => new URL(`../${name}${extname(import.meta.url)}`, import.meta.url).href;

interface Copies {
  readonly urls: Readonly<Record<string, string>>;
  /** From where `rxjs` is resolved. */
  readonly base: string;
}

interface ResolveContext {
  readonly parentURL?: string | undefined;
}

type NextResolve = (specifier: string, context: ResolveContext) => unknown;

type Resolve = (specifier: string, context: ResolveContext, next: NextResolve) => unknown;

/** As text, since on older versions of Node the hooks run in a thread of their own. */
const HOOKS = `
let copies;
export const initialize = (given) => { copies = given; };
export const resolve = (specifier, context, next) => {
  const url = copies.urls[specifier];
  if (url !== undefined) return { url, shortCircuit: true };
  const isOurs = specifier === 'rxjs' || specifier.startsWith('rxjs/');
  return next(specifier, isOurs ? { ...context, parentURL: copies.base } : context);
};
`;

/** Newer versions of Node have hooks without a thread, and say that the older way will go. */
type NewerModule = typeof nodeModule & {
  readonly registerHooks?: (hooks: { readonly resolve: Resolve }) => void;
};

/** Takes effect for every import from now on. */
export const ownCopies = (modules: typeof nodeModule): void => {
  const copies: Copies = {
    urls: { 'millrace': entry('index'), 'millrace/testing': entry('testing/index') },
    base: import.meta.url,
  };
  const { registerHooks } = modules as NewerModule;
  if (registerHooks === undefined) {
    modules.register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data: copies });
    return;
  }
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = copies.urls[specifier];
      if (url !== undefined) return { url, shortCircuit: true };
      const isOurs = specifier === 'rxjs' || specifier.startsWith('rxjs/');
      return next(specifier, isOurs ? { ...context, parentURL: copies.base } : context);
    },
  });
};
