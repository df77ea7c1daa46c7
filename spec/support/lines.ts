// A recording kept in memory, as the lines of text that a file would have.
import type { LogHeader, LogLine, LogWriter } from '../../lib/recording/logLine.ts';
import { packing } from '../../lib/recording/pack.ts';

export class Lines implements LogWriter {
  readonly lines: string[] = [];
  readonly #pack = packing();
  readonly write = (line: LogHeader | LogLine): void => void this.lines.push(this.#pack(line));
}
