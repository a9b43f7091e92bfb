// What is missing among the cards: the kinds with their counts, and a list of which the pages that are looked at are
// fetched.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, GapCount, GapKind, GapRow } from '../generated/api';
import { SparseList } from './sparse';

/** How many gaps one request brings. */
const pageSize = 100;

/** What a line of the list is: the heading of a kind, or a gap by its place among all. */
export type GapLine = { readonly head: GapCount } | { readonly gap: number };

/** The state of the gaps page. */
export class Gaps {
  /** The gaps of the kinds that are looked at; it grows in place, so what holds it is replaced. */
  list = $state.raw<{ readonly rows: SparseList<GapRow> }>();
  counts = $state.raw<readonly GapCount[]>([]);
  /** How many cards were looked at. */
  cards = $state(0);
  partial = $state(false);
  error = $state.raw<ApiError>();
  /** The kinds that are looked at; none chosen means every one. */
  kinds = $state.raw<readonly GapKind[]>([]);

  readonly #call: Call;
  #visible = false;
  #asked = 0;
  #wanted = { first: 0, last: 0 };
  #fetching = false;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** The rows that are here. */
  get rows(): SparseList<GapRow> | undefined {
    return this.list?.rows;
  }

  /** How many gaps there are of every kind. */
  readonly all = $derived(this.counts.reduce((sum, { count }) => sum + count, 0));
  /** The kinds that are listed. */
  readonly #listed = $derived(
    this.counts.filter(({ kind }) => this.kinds.length === 0 || this.kinds.includes(kind)),
  );
  /** How many lines the list has: gaps, and a heading for each kind. */
  readonly lines = $derived((this.rows?.total ?? 0) + this.#listed.length);

  /** Comes into sight. */
  show(): void {
    this.#visible = true;
    void this.refresh();
  }

  /** Goes out of sight: news is not followed until it comes back. */
  hide(): void {
    this.#visible = false;
  }

  /** Takes the news that cards changed. */
  hear(): void {
    if (this.#visible) void this.refresh();
  }

  /** Looks at a kind too, or no longer. */
  toggle(kind: GapKind): void {
    const has = this.kinds.includes(kind);
    this.kinds = has ? this.kinds.filter((other) => other !== kind) : [...this.kinds, kind];
    this.list = undefined;
    void this.refresh();
  }

  /** Says what a line of the list is. */
  lineAt(index: number): GapLine | undefined {
    let line = index;
    let gap = 0;
    for (const head of this.#listed) {
      if (line === 0) return { head };
      if (line <= head.count) return { gap: gap + line - 1 };
      line -= head.count + 1;
      gap += head.count;
    }
    return undefined;
  }

  /** Fetches what the lines from `first` to `last` show, where it is not here. A heading more only asks for less. */
  need(first: number, last: number): Promise<void> {
    this.#wanted = { first: Math.max(0, first - this.#listed.length), last };
    return this.#fetch();
  }

  /** Asks again from the beginning; what is shown stays until it comes anew. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const page = await this.#ask(0);
      if (number !== this.#asked) return;
      const rows = this.rows?.aged(page.total) ?? emptyList(page.total);
      rows.put(0, page.rows);
      this.list = { rows };
      this.counts = page.counts;
      this.cards = page.cards;
      this.partial = page.partial;
      this.error = undefined;
      void this.#fetch();
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  #ask(page: number) {
    return this.#call('gaps', {
      industry: [],
      role: [],
      kinds: [...this.kinds],
      skip: page * pageSize,
      limit: pageSize,
    });
  }

  async #fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    try {
      for (let going = true; going;) going = await this.#fetchPage();
    } finally {
      this.#fetching = false;
    }
  }

  async #fetchPage(): Promise<boolean> {
    const page = this.rows?.missing(this.#wanted.first, this.#wanted.last);
    if (page === undefined) return false;
    const number = this.#asked;
    try {
      const next = await this.#ask(page);
      // A newer answer has rows of its own.
      if (number !== this.#asked || this.rows === undefined) return true;
      const isAnother = next.total !== this.rows.total;
      const rows = this.rows.resized(next.total);
      rows.put(page, next.rows);
      this.list = { rows };
      if (isAnother) void this.refresh();
      return true;
    } catch (thrown) {
      if (number !== this.#asked) return true;
      this.error = toCallError(thrown);
      return false;
    }
  }
}

function emptyList(total: number): SparseList<GapRow> {
  return new SparseList(
    total,
    pageSize,
    ({ kind, card, line }: GapRow) => `${kind} ${card.key} ${line ?? ''}`,
  );
}
