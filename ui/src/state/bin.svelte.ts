// The bin: the cards in it, taking one back, and forgetting them for good once that was asked.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, BinRow } from '../generated/api';

/** What is to be forgotten for good: one card, or all there are. */
export type Doomed = BinRow | 'all';

/** The state of the bin page. */
export class Bin {
  rows = $state.raw<readonly BinRow[]>();
  /** Why it cannot be shown. */
  error = $state.raw<ApiError>();
  /** Why the last act on it failed. */
  trouble = $state.raw<ApiError>();
  /** The card that is being taken back. */
  taking = $state.raw<BinRow>();
  /** What is to be forgotten, while that is asked. */
  doomed = $state.raw<Doomed>();
  /** Whether it is being forgotten. */
  forgetting = $state(false);

  readonly #call: Call;
  readonly #taken: (row: BinRow) => void;
  #visible = false;
  #asked = 0;

  /** Makes the state; `taken` hears of each card that stands in the library again. */
  constructor(call: Call, taken: (row: BinRow) => void) {
    this.#call = call;
    this.#taken = taken;
  }

  /** Comes into sight. */
  show(): void {
    this.#visible = true;
    void this.refresh();
  }

  /** Goes out of sight. */
  hide(): void {
    this.#visible = false;
    this.trouble = undefined;
    this.doomed = undefined;
  }

  /** Takes the news that cards or acts changed. */
  hear(): void {
    if (this.#visible) void this.refresh();
  }

  /** Asks again. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const { cards } = await this.#call('bin', {});
      if (number !== this.#asked) return;
      this.rows = cards;
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Lets a card stand again where it stood. */
  async take(row: BinRow): Promise<void> {
    if (this.taking !== undefined) return;
    this.taking = row;
    this.trouble = undefined;
    try {
      await this.#call('take_from_bin', { id: row.id });
      this.rows = this.rows?.filter((other) => other !== row);
      this.#taken(row);
      await this.refresh();
    } catch (thrown) {
      this.trouble = toCallError(thrown);
    } finally {
      this.taking = undefined;
    }
  }

  /** Asks whether a card, or all, is to be forgotten. An empty bin asks nothing. */
  ask(doomed: Doomed): void {
    if (doomed === 'all' && this.rows?.length === 0) return;
    this.doomed = doomed;
  }

  /** Forgets nothing. */
  keep(): void {
    this.doomed = undefined;
  }

  /** Forgets what was asked about, for good: the cards that were seen, and none that came since. */
  async forget(): Promise<void> {
    const { doomed, rows } = this;
    if (doomed === undefined || rows === undefined || this.forgetting) return;
    const ids = doomed === 'all' ? rows.map(({ id }) => id) : [doomed.id];
    if (ids.length === 0) return;
    this.forgetting = true;
    this.trouble = undefined;
    try {
      const { cards } = await this.#call('empty_bin', { ids });
      this.#asked += 1;
      this.rows = cards;
    } catch (thrown) {
      this.trouble = toCallError(thrown);
    } finally {
      this.forgetting = false;
      this.doomed = undefined;
    }
  }
}
