// Loaded before a program: of its calls to the file system about one folder, one fails as a disk would have it fail, or
// all from that one on. It tells which calls there were, so that each can have its turn.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { constants } from 'node:os';
import { resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers';

const { FAULT_AT, FAULT_CODE, FAULT_LASTS, FAULT_FOLDER, FAULT_LOG } = process.env;
const folder = resolve(FAULT_FOLDER);
const failsAt = Number(FAULT_AT);

const CODES_OF_READS = ['EIO', 'EACCES'];
const CODES_OF_WRITES = ['EIO', 'EACCES', 'ENOSPC', 'EROFS'];
const CODES_OF_FLUSHES = ['EIO', 'ENOSPC'];
/** By name, `Sync` left out: what it can fail with. */
const CODES = {
  open: [...CODES_OF_WRITES, 'EMFILE'], readFile: [...CODES_OF_READS, 'EMFILE'], readdir: [...CODES_OF_READS, 'EMFILE'],
  stat: CODES_OF_READS, lstat: CODES_OF_READS, fstat: ['EIO'], realpath: CODES_OF_READS,
  writeFile: [...CODES_OF_WRITES, 'EMFILE'], write: CODES_OF_FLUSHES, fsync: CODES_OF_FLUSHES, close: ['EIO'],
  mkdir: CODES_OF_WRITES, link: CODES_OF_WRITES, rename: CODES_OF_WRITES, copyFile: CODES_OF_WRITES,
  rm: ['EIO', 'EACCES', 'EROFS'], unlink: ['EIO', 'EACCES', 'EROFS'], chmod: ['EIO', 'EACCES', 'EROFS'],
};

/** What a call can fail with: one that opens a file to read it needs no room. */
const codesOf = (name, flags) => (name === 'open' && (flags === undefined || flags === 'r') ? CODES.readFile : CODES[name]);

const { appendFileSync, writeFileSync, closeSync } = fs;
const ours = new Set();
let calls = 0;
/** The system's own functions call one another: those are not the program's calls. */
let depth = 0;

const concerns = (target) => {
  if (typeof target === 'number') return ours.has(target);
  const path = resolve(String(target));
  return path === folder || path.startsWith(folder + sep);
};

const failure = (name, target) => {
  const errno = -constants.errno[FAULT_CODE];
  const what = typeof target === 'number' ? '' : ` '${target}'`;
  const error = new Error(`${FAULT_CODE}: made to fail, ${name}${what}`);
  return Object.assign(error, { code: FAULT_CODE, errno, syscall: name, path: target });
};

/** @returns the error that this call ends with, if it does */
const faultOf = (name, target, flags) => {
  if (depth > 0 || !concerns(target)) return undefined;
  calls += 1;
  const isDue = FAULT_LASTS === 'ever' ? calls >= failsAt : calls === failsAt;
  const codes = codesOf(name, flags);
  const fails = isDue && codes.includes(FAULT_CODE);
  if (FAULT_LOG !== undefined) {
    const line = { call: calls, name, target: String(target), codes, fails };
    appendFileSync(FAULT_LOG, `${JSON.stringify(line)}\n`);
  }
  return fails ? failure(name, target) : undefined;
};

/** What a call leaves that fails half-way: half of a text, and a descriptor that is closed all the same. */
const halfDone = (name, target, text) => {
  depth += 1;
  try {
    if (name === 'writeFile' && ['EIO', 'ENOSPC'].includes(FAULT_CODE)) writeFileSync(target, text.slice(0, text.length / 2));
    if (name === 'close') closeSync(target);
  } catch {
    return; // there was nothing to be left
  } finally {
    depth -= 1;
  }
};

const inside = (work) => {
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
  }
};

const opened = (name, target, descriptor) => {
  if (name === 'open' && concerns(target)) ours.add(descriptor);
};

const inSync = (name, real) => (target, ...rest) => {
  const fault = faultOf(name, target, rest[0]);
  if (fault !== undefined) {
    halfDone(name, target, rest[0]);
    throw fault;
  }
  const result = inside(() => real(target, ...rest));
  opened(name, target, result);
  if (name === 'close') ours.delete(target);
  return result;
};

const withCallback = (name, real) => (target, ...rest) => {
  const callback = rest.pop();
  const fault = faultOf(name, target, rest[0]);
  if (fault !== undefined) {
    halfDone(name, target, rest[0]);
    setImmediate(callback, fault);
    return;
  }
  inside(() => real(target, ...rest, (error, ...results) => {
    if (!error) opened(name, target, results[0]);
    callback(error, ...results);
  }));
};

const { open, writeFile } = fs.promises;
fs.promises.writeFile = async (target, text, ...rest) => {
  const fault = faultOf('writeFile', target);
  if (fault === undefined) return writeFile(target, text, ...rest);
  halfDone('writeFile', target, text);
  throw fault;
};
fs.promises.open = async (target, ...rest) => {
  const fault = faultOf('open', target, rest[0]);
  if (fault !== undefined) throw fault;
  const handle = await open(target, ...rest);
  const sync = handle.sync.bind(handle);
  handle.sync = async () => {
    const flaw = faultOf('fsync', target);
    if (flaw !== undefined) throw flaw;
    return sync();
  };
  return handle;
};

for (const name of Object.keys(CODES)) {
  const sync = `${name}Sync`;
  if (sync in fs) fs[sync] = inSync(name, fs[sync]);
  if (name !== 'writeFile') fs[name] = withCallback(name, fs[name]);
}
syncBuiltinESMExports();
