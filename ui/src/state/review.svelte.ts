// Whether cards are still true: the queue of those to be looked at, and the question that says so.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, Reviewed, ReviewRow } from '../generated/api';
import { SparseList } from './sparse';

/** How many cards one request brings. */
const pageSize = 50;

const reviewerName = 'oneup.reviewer';

/** A card that is asked about. */
export interface Doubted {
  readonly key: string;
  readonly title: string;
}

/** The state of the review page, and of the question. */
export class Review {
  /** The queue; it grows in place, so what holds it is replaced. */
  list = $state.raw<{ readonly rows: SparseList<ReviewRow> }>();
  error = $state.raw<ApiError>();
  /** The card that is asked about. */
  card = $state.raw<Doubted>();
  by = $state('');
  why = $state('');
  /** The day of the next review; as far off as the type allows where none is named. */
  reviewBy = $state<string>();
  busy = $state(false);
  /** Why it could not be recorded. */
  trouble = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #confirmed: (card: Doubted, reviewed: Reviewed) => void;
  #visible = false;
  #asked = 0;
  #wanted = { first: 0, last: 0 };
  #fetching = false;

  /** Makes the state; `confirmed` hears of each card that was found still true. */
  constructor(call: Call, confirmed: (card: Doubted, reviewed: Reviewed) => void) {
    this.#call = call;
    this.#confirmed = confirmed;
  }

  /** The rows that are here. */
  get rows(): SparseList<ReviewRow> | undefined {
    return this.list?.rows;
  }

  /** Comes into sight. */
  show(): void {
    this.#visible = true;
    void this.refresh();
  }

  /** Goes out of sight. */
  hide(): void {
    this.#visible = false;
  }

  /** Takes the news that cards changed. */
  hear(): void {
    if (this.#visible) void this.refresh();
  }

  /** Asks again from the beginning; what is shown stays until it comes anew. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const { total, cards } = await this.#ask(0);
      if (number !== this.#asked) return;
      const rows = this.rows?.aged(total) ?? emptyList(total);
      rows.put(0, cards);
      this.list = { rows };
      this.error = undefined;
      void this.#fetch();
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Fetches the rows from `first` to `last` where they are not here. */
  need(first: number, last: number): Promise<void> {
    this.#wanted = { first, last };
    return this.#fetch();
  }

  /** Asks whether a card is still true. */
  ask(card: Doubted): void {
    this.card = card;
    this.by = rememberedReviewer();
    this.why = '';
    this.reviewBy = undefined;
    this.trouble = undefined;
  }

  /** Records nothing. */
  close(): void {
    this.card = undefined;
  }

  /** Records who found it true, when and why. Without a reason nothing is recorded. */
  async confirm(): Promise<void> {
    const { card } = this;
    const [why, by] = [this.why.trim(), this.by.trim()];
    if (card === undefined || why === '' || this.busy) return;
    this.busy = true;
    this.trouble = undefined;
    try {
      const reviewed = await this.#call('still_true', {
        key: card.key,
        why,
        ...(by !== '' && { by }),
        ...(this.reviewBy !== undefined && { review_by: this.reviewBy }),
      });
      rememberReviewer(by);
      this.card = undefined;
      this.#confirmed(card, reviewed);
      if (this.#visible) void this.refresh();
    } catch (thrown) {
      this.trouble = toCallError(thrown);
    } finally {
      this.busy = false;
    }
  }

  #ask(page: number) {
    return this.#call('review_queue', { offset: page * pageSize, limit: pageSize });
  }

  async #fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      for (;;) {
        const { rows } = this;
        const page = rows?.missing(this.#wanted.first, this.#wanted.last);
        if (rows === undefined || page === undefined) return;
        const number = this.#asked;
        const { total, cards } = await this.#ask(page);
        if (number !== this.#asked) continue;
        const next = rows.resized(total);
        next.put(page, cards);
        this.list = { rows: next };
      }
    } catch (thrown) {
      this.error = toCallError(thrown);
    } finally {
      this.#fetching = false;
    }
  }
}

function emptyList(total: number): SparseList<ReviewRow> {
  return new SparseList(total, pageSize, ({ key }) => key);
}

/** Who said so last in this window. */
function rememberedReviewer(): string {
  try {
    return localStorage.getItem(reviewerName) ?? '';
  } catch {
    return '';
  }
}

function rememberReviewer(by: string): void {
  try {
    localStorage.setItem(reviewerName, by);
  } catch {
    // Without storage the name is typed again.
  }
}
