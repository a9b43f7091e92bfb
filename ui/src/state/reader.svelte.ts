// The card in the reading pane.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, CardPage, CardPicture } from '../generated/api';

/** How long a selection must rest before its card is read, so that a held arrow key never waits for one. */
export const restMs = 40;

/** How long typing must rest: a card drawn between two letters would hold up the second. */
export const typingRestMs = 150;

/** How long a card that was just written may take to be found, and how often it is asked for meanwhile. */
const settleMs = 3_000;
const askAgainMs = 120;

/** Reads cards, one at a time. */
export class Reader {
  /** The card that is wanted. */
  key = $state<string>();
  /** The card that is shown: the wanted one, or the one before it until that is there. */
  page = $state.raw<CardPage>();
  /** Why the wanted card cannot be shown. */
  error = $state.raw<ApiError>();
  /** Whether the wanted card was asked for and is on its way. */
  busy = $state(false);

  readonly #call: Call;
  readonly #missed: () => void;
  #asked = 0;
  /** The card that was just written, and until when it may still be missing. */
  #written = { key: '', until: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes a reader that says through `missed` when a card turns out to be gone. */
  constructor(call: Call, missed: () => void) {
    this.#call = call;
    this.#missed = missed;
  }

  /** Shows the card that the selection rests on. */
  glance(key: string, rest = restMs): void {
    if (key === this.key) return;
    this.#want(key, rest);
  }

  /** Opens a card at once: a row that was entered, or a link that was followed. */
  open(key: string): void {
    if (key !== this.key || key !== this.page?.key || this.error !== undefined) this.#want(key, 0);
  }

  /** Opens a card that was just written: it is not called gone before the index had time to take it in. */
  openWritten(key: string): void {
    this.#written = { key, until: performance.now() + settleMs };
    this.error = undefined;
    this.#want(key, 0);
  }

  /** Fetches a picture of a card that is shown. */
  async picture(key: string, picture: number): Promise<CardPicture> {
    try {
      return await this.#call('card_picture', { key, picture });
    } catch (thrown) {
      throw toCallError(thrown);
    }
  }

  /** Reads the shown card again, since cards changed. */
  refresh(): void {
    if (this.key !== undefined) void this.#read(this.key);
  }

  /** Shows no card. */
  close(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.key = undefined;
    this.page = undefined;
    this.error = undefined;
    this.busy = false;
  }

  #want(key: string, delayMs: number): void {
    clearTimeout(this.#timer);
    this.key = key;
    if (delayMs === 0) void this.#read(key);
    else this.#timer = setTimeout(() => void this.#read(key), delayMs);
  }

  async #read(key: string): Promise<void> {
    const number = ++this.#asked;
    this.busy = true;
    try {
      const page = await this.#call('read_card', { key });
      if (number !== this.#asked || key !== this.key) return;
      this.page = page;
      this.error = undefined;
    } catch (thrown) {
      if (number !== this.#asked || key !== this.key) return;
      const error = toCallError(thrown);
      const mayCome = key === this.#written.key && performance.now() < this.#written.until;
      if (error.code === 'card_missing' && mayCome) {
        // News may have asked as well; one that waits is enough, and none may outlive the wish for this card.
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.#read(key), askAgainMs);
        return;
      }
      this.error = error;
      if (error.code === 'card_missing') this.#missed();
    }
    this.busy = false;
  }
}
