// One at a time over processes: a folder is the lock, since making one is atomic everywhere.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 100;
/** Longer than any install seen, so that only a lock left by a crash is ever waited for in vain. */
const WAIT_MS_MAX = 300_000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const holderOf = (folder) => {
  try {
    return Number(readFileSync(`${folder}/pid`, 'utf8'));
  } catch {
    return undefined; // just made, its pid not written yet
  }
};

const take = (folder) => {
  try {
    mkdirSync(folder);
    writeFileSync(`${folder}/pid`, String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
};

/** Runs `work` while no other process is inside the same lock; breaks a lock whose holder is dead. */
export const exclusively = async (folder, work) => {
  for (let waitedMs = 0; !take(folder); waitedMs += POLL_MS) {
    const holder = holderOf(folder);
    if (holder && !isAlive(holder)) rmSync(folder, { recursive: true, force: true });
    if (waitedMs > WAIT_MS_MAX) throw new Error(`waited ${WAIT_MS_MAX / 1000} s for ${folder}; remove it and try again`);
    await wait(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
