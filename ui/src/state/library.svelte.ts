// The library that is open, and what can be done about it.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, LibraryStatus } from '../generated/api';

/** What the user can ask for about the library. */
export type LibraryAct = 'create_library' | 'choose_library' | 'rebuild_index' | 'refresh_index';

/** How often the progress of a growing index is asked for. */
const progressMs = 400;

/** The state of the library. */
export class Library {
  /** What the program last said; absent before the first answer. */
  status = $state.raw<LibraryStatus>();
  /** Why the state cannot be told, or the last act failed. */
  error = $state.raw<ApiError>();
  /** The act that is under way. */
  acting = $state<LibraryAct>();

  readonly #call: Call;
  readonly #changed: (act: LibraryAct) => void;
  #dismissed = $state<string>();
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the state; `changed` is told when an act of the user put another library or index in place. */
  constructor(call: Call, changed: (act: LibraryAct) => void) {
    this.#call = call;
    this.#changed = changed;
  }

  /** What the user should read once, until it was dismissed. */
  get notice(): string | undefined {
    const notice = this.status?.notice ?? undefined;
    return notice === this.#dismissed ? undefined : notice;
  }

  /** Puts the notice away. */
  dismissNotice(): void {
    this.#dismissed = this.status?.notice ?? undefined;
  }

  /** Puts the last error away. */
  dismissError(): void {
    this.error = undefined;
  }

  /** Asks how the library stands. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const status = await this.#call('status', {});
      if (number !== this.#asked) return;
      this.#take(status);
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Creates or chooses a library, looks at its files, or builds the index again. */
  async act(act: LibraryAct): Promise<void> {
    if (this.acting !== undefined) return;
    this.acting = act;
    this.error = undefined;
    try {
      const status = await this.#call(act, {});
      this.#asked += 1;
      this.#take(status);
      this.#changed(act);
    } catch (thrown) {
      this.error = toCallError(thrown);
    } finally {
      this.acting = undefined;
    }
  }

  /** Stops asking. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #take(status: LibraryStatus): void {
    this.status = status;
    clearTimeout(this.#timer);
    // Progress is asked for, not announced: a count that moves a hundred times a second is no news to anyone.
    if (status.index.kind === 'building') this.#timer = setTimeout(() => void this.refresh(), progressMs);
  }
}
