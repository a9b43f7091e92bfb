// The log, narrowed to what is looked for, and the text for a person who helps.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, LogLevel, LogLine, LogPage, SupportText } from '../generated/api';

/** How many lines are read, counted from the end. */
const linesRead = 500;

const weight: Readonly<Record<LogLevel, number>> = { info: 0, warning: 1, error: 2 };

/** What was written at one moment, over one line or several. */
export interface LogEntry extends LogLine {
  /** Its place in what was read, by which it stays the same entry. */
  readonly number: number;
}

/** The state of the log. */
export class Logs {
  /** What was read; absent before the first answer. */
  page = $state.raw<LogPage>();
  /** Why the log cannot be read. */
  error = $state.raw<ApiError>();
  /** The least serious level that is shown. */
  level = $state<LogLevel>('info');
  /** What is looked for. */
  query = $state('');
  /** What a person who helps may see; absent until it was asked for. */
  support = $state.raw<SupportText>();
  /** Why that text cannot be written. */
  supportError = $state.raw<ApiError>();

  readonly #call: Call;
  #asked = 0;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** The entries that are shown, the newest first as a reader wants them. */
  readonly entries = $derived.by(() => narrowed(entriesOf(this.page?.lines ?? []), this.level, this.query));

  /** Reads the newest lines. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const page = await this.#call('read_log', { lines: linesRead });
      if (number !== this.#asked) return;
      this.page = page;
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Has the text for a person who helps written. */
  async askSupport(): Promise<void> {
    this.support = undefined;
    this.supportError = undefined;
    try {
      this.support = await this.#call('support_text', {});
    } catch (thrown) {
      this.supportError = toCallError(thrown);
    }
  }
}

/** Says whether a word names a level. */
export function isLevel(word: string): word is LogLevel {
  return Object.hasOwn(weight, word);
}

/** Puts lines together that were written at one moment: each but the first has no time of its own. */
export function entriesOf(lines: readonly LogLine[]): LogEntry[] {
  const entries: LogEntry[] = [];
  lines.forEach((line, number) => {
    const before = entries.at(-1);
    if (line.at === '' && before !== undefined) {
      entries[entries.length - 1] = { ...before, text: `${before.text}\n${line.text}` };
    } else {
      entries.push({ ...line, number });
    }
  });
  return entries;
}

/** The entries that are serious enough and hold what is looked for, in any case of letters; the newest first. */
export function narrowed(entries: readonly LogEntry[], level: LogLevel, query: string): LogEntry[] {
  const wanted = query.trim().toLocaleLowerCase();
  return entries
    .filter((entry) => weight[entry.level] >= weight[level])
    .filter((entry) => entry.text.toLocaleLowerCase().includes(wanted))
    .toReversed();
}
