// Which process this is, and whether another one is still that which once wrote down that it was there.
import { readFileSync } from 'node:fs';
import { checksum } from './checksum.ts';

/** A pid is used again after a while, in a container after every restart: the other two tell the processes apart. */
export interface Holder {
  readonly pid: number;
  /** When it began, in ticks of the kernel, and which run of the kernel that was; absent where nobody tells. */
  readonly began?: string;
  readonly boot?: string;
}

/** proc(5): the fields follow the name, which is in parentheses and may hold some itself; the 22nd is the start. */
const BEGAN_AFTER_NAME = 19;

const readOrNothing = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // not Linux, or no such process
  }
};

const beganOf = (pid: number): string | undefined => {
  const stat = readOrNothing(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[BEGAN_AFTER_NAME];
};

const bootNow = (): string | undefined => readOrNothing('/proc/sys/kernel/random/boot_id')?.trim();

/** This process. */
export const ownHolder = (): Holder => {
  const [began, boot] = [beganOf(process.pid), bootNow()];
  return { pid: process.pid, ...(began === undefined ? {} : { began }), ...(boot === undefined ? {} : { boot }) };
};

/** With its checksum, since a holder that lost a field to the disk would be taken for another one that lives. */
export const writeHolder = (holder: Holder): string => {
  const text = JSON.stringify(holder);
  return JSON.stringify({ ...holder, sum: checksum(text) });
};

const fits = ({ sum, ...holder }: Partial<Holder> & { readonly sum?: unknown }): boolean =>
  sum === undefined || sum === checksum(JSON.stringify(holder));

/** Reads what `writeHolder` wrote; `undefined` when it is none, as after a crash of the machine, or was changed. */
export const readHolder = (text: string): Holder | undefined => {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null;
    if (value === null || !Number.isSafeInteger(value.pid) || Number(value.pid) <= 0 || !fits(value)) return undefined;
    return value as Holder;
  } catch {
    return undefined;
  }
};

/** Whether that very process is still running, as far as this machine tells. */
export const isRunning = ({ pid, began, boot }: Holder): boolean => {
  if (boot !== undefined && bootNow() !== undefined && boot !== bootNow()) return false;
  if (!exists(pid)) return false;
  const nowBegan = beganOf(pid);
  return began === undefined || nowBegan === undefined || began === nowBegan;
};

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0); // signal 0 is none: it only asks
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
