// Words of other cards that name the card that is read and do not link to it.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, Mention } from '../generated/api';

/** How long a card must be before the reader's eyes: other cards are read for this. */
export const restMs = 400;

/** The mentions of one card. */
export class Mentions {
  /** The card that they are of. */
  key = $state<string>();
  rows = $state.raw<readonly Mention[]>([]);
  more = $state(false);
  /** The mention that is being made a link. */
  linking = $state.raw<Mention>();
  /** Why the last one could not be made a link. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #linked: (mention: Mention) => void;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the state; `linked` hears of each mention that became a link. */
  constructor(call: Call, linked: (mention: Mention) => void) {
    this.#call = call;
    this.#linked = linked;
  }

  /** Looks for the mentions of a card that has come before the reader's eyes, or has changed there. */
  follow(key: string | undefined): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (key !== this.key) {
      this.key = key;
      this.rows = [];
      this.more = false;
      this.error = undefined;
    }
    if (key !== undefined) this.#timer = setTimeout(() => void this.#read(key), restMs);
  }

  /** Makes a mention a link. */
  async link(mention: Mention): Promise<void> {
    const key = this.key;
    if (key === undefined || this.linking !== undefined) return;
    this.linking = mention;
    this.error = undefined;
    try {
      const { from, words, place } = mention;
      await this.#call('link_mention', { key, from, words, place });
      if (key === this.key) this.rows = this.rows.filter((row) => row !== mention);
      this.#linked(mention);
    } catch (thrown) {
      if (key === this.key) this.error = toCallError(thrown);
    } finally {
      this.linking = undefined;
    }
  }

  async #read(key: string): Promise<void> {
    const number = ++this.#asked;
    try {
      const { rows, more } = await this.#call('mentions', { key });
      if (number !== this.#asked) return;
      this.rows = rows;
      this.more = more;
    } catch {
      // They are an offer; what is wrong with the library or the card is said where the card is.
      if (number === this.#asked) this.rows = [];
    }
  }
}
