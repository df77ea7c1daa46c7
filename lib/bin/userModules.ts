// Loads a user's modules with policies and guards, wherever they lie.
import nodeModule from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Env } from '../env.ts';
import { messageOf } from '../errors.ts';
import type { Guards } from '../guard.ts';
import type { Policies } from '../policy.ts';
import { ExitError } from './exitError.ts';
import { ownCopies } from './ownCopies.ts';

/** What a module's exports come to. */
export interface UserParts {
  readonly policies: (env: Env) => Policies;
  readonly guards: (env: Env) => Guards;
}

const EXPECTED =
  'expected `export const policies = { name: policy }`, `export const guards = { name: guard }` or both, ' +
  'each a record or a function `(env) => record`';

const refuse = (file: string, what: string, cause?: unknown): never => {
  throw new ExitError(2, `policy file ${file}: ${what}; ${EXPECTED}`, { cause });
};

const firstLine = (error: unknown): string => messageOf(error).split('\n')[0] ?? '';

const imported = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    return refuse(file, `cannot be loaded: ${firstLine(error)}`, error);
  }
};

interface Part {
  readonly file: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

type Kind = 'policies' | 'guards';
type AnyFunction = (...given: never[]) => unknown;

const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;

/** A record of functions, made of an export; anything else is refused with its name. */
const record = <T extends AnyFunction>({ file, exports }: Part, name: Kind, env: Env): Readonly<Record<string, T>> => {
  const value = exports[name];
  let made = value;
  if (typeof value === 'function') {
    try {
      made = (value as (env: Env) => unknown)(env);
    } catch (error) {
      return refuse(file, `${name} threw: ${firstLine(error)}`, error);
    }
  }
  if (typeof made !== 'object' || made === null || Array.isArray(made)) {
    return refuse(file, `${name} is ${kindOf(made)}, no record`);
  }
  for (const [key, part] of Object.entries(made)) {
    if (typeof part !== 'function') refuse(file, `${name}.${key} is ${kindOf(part)}, no function`);
  }
  return made as Readonly<Record<string, T>>;
};

/** All modules' records in one; a name that two of them use is refused, since one would silently win. */
const merged = <T extends AnyFunction>(parts: readonly Part[], name: Kind, env: Env): Readonly<Record<string, T>> => {
  const from = new Map<string, string>();
  const all: Record<string, T> = {};
  for (const part of parts.filter(({ exports }) => exports[name] !== undefined)) {
    for (const [key, made] of Object.entries(record<T>(part, name, env))) {
      const other = from.get(key);
      if (other !== undefined) refuse(part.file, `${name}.${key} is in ${other} as well`);
      from.set(key, part.file);
      all[key] = made;
    }
  }
  return all;
};

/**
 * @param files ES modules that export `policies`, `guards` or both; a policy or guard with the name of a default one
 *   takes its place
 * @throws ExitError in one line that names the file and what was expected, also from the two functions returned
 */
export const userModules = async (files: readonly string[]): Promise<UserParts> => {
  if (files.length > 0) ownCopies(nodeModule);
  const parts: Part[] = [];
  for (const file of files) {
    const exports = await imported(file);
    if (exports['policies'] === undefined && exports['guards'] === undefined) {
      refuse(file, 'exports neither policies nor guards');
    }
    parts.push({ file, exports });
  }
  return {
    policies: (env) => merged(parts, 'policies', env),
    guards: (env) => merged(parts, 'guards', env),
  };
};
