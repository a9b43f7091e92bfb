// Conflict copies that sync tools left beside cards: which there are, what one of them and its card come to, and
// settling it.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, CopyCompared, CopyRow } from '../generated/api';

/** What became of a copy. */
export type Settled = 'merged' | 'dropped';

/** The conflict copies of the library, and the one that is looked at. */
export class Copies {
  rows = $state.raw<readonly CopyRow[]>([]);
  /** Why they cannot be listed. */
  error = $state.raw<ApiError>();
  /** The path of the copy that is looked at. */
  path = $state<string>();
  compared = $state.raw<CopyCompared>();
  /** Why it cannot be compared or settled. */
  trouble = $state.raw<ApiError>();
  busy = $state(false);

  readonly #call: Call;
  readonly #settled: (copy: CopyRow, how: Settled) => void;
  #asked = 0;
  #looked = 0;

  /** Makes the state; `settled` hears of each copy that is in the bin now. */
  constructor(call: Call, settled: (copy: CopyRow, how: Settled) => void) {
    this.#call = call;
    this.#settled = settled;
  }

  /** The copies of the card at a path. */
  of(path: string | undefined): readonly CopyRow[] {
    return this.rows.filter(({ of }) => of === path);
  }

  /** Asks which there are. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const { copies } = await this.#call('conflict_copies', {});
      if (number !== this.#asked) return;
      this.rows = copies;
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Takes the news that cards changed. What is looked at stays: its texts are compared again when it is settled. */
  hear(): void {
    void this.refresh();
  }

  /** Looks at a copy. */
  async show(path: string): Promise<void> {
    const number = ++this.#looked;
    this.path = path;
    this.compared = this.trouble = undefined;
    try {
      const compared = await this.#call('compare_copy', { path });
      if (number === this.#looked) this.compared = compared;
    } catch (thrown) {
      if (number === this.#looked) this.trouble = toCallError(thrown);
    }
  }

  /** Puts the outcome into the card and the copy into the bin; without choices the card stays as it is. */
  async settle(choices: readonly string[] | undefined): Promise<void> {
    const { compared } = this;
    if (compared === undefined || this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      const { copy, seen } = compared;
      await this.#call('settle_copy', {
        path: copy.path,
        seen,
        ...(choices !== undefined && { choices: [...choices] }),
      });
      this.compared = this.path = undefined;
      this.rows = this.rows.filter(({ path }) => path !== copy.path);
      this.#settled(copy, choices === undefined ? 'dropped' : 'merged');
    } catch (thrown) {
      this.trouble = toCallError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
