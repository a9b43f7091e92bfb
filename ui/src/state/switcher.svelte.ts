// Going to a card by a few letters of it, or back to one that was opened lately.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, Hit, Marked } from '../generated/api';
import { Recents } from './recents';

/** How many cards are offered. */
const offered = 20;

/** A card that was opened lately. */
export interface RecentCard {
  readonly key: string;
  readonly title: string;
  readonly type: string;
}

/** One row: a card, or the offer to make one. */
/** What must be known about a card that was found. */
export type HitMarks = Pick<Hit, 'status' | 'stale' | 'unsourced'>;

export type SwitcherRow =
  | {
      readonly kind: 'card';
      readonly key: string;
      readonly title: Marked;
      readonly type: string;
      readonly marks?: HitMarks;
    }
  | { readonly kind: 'new'; readonly title: string };

/** Makes the list of cards that were opened lately. */
export function recentCards(): Recents<RecentCard> {
  return new Recents('oneup.recent-cards', offered, ({ key }) => key, isRecentCard);
}

/** The state of the quick switcher. */
export class Switcher {
  /** What was typed. */
  query = $state('');
  /** Why there is no answer to it. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #recent: Recents<RecentCard>;
  readonly #without: (() => string | undefined) | undefined;
  #hits = $state.raw<readonly Hit[]>([]);
  #remembered = $state.raw<readonly RecentCard[]>([]);
  #asked = 0;
  #settled: Promise<void> = Promise.resolve();

  /**
   * Makes the state; `recent` are the cards offered while nothing is typed. Where a card beside another is looked for,
   * `without` names that other, and no new one is offered.
   */
  constructor(call: Call, recent: Recents<RecentCard>, without?: () => string | undefined) {
    this.#call = call;
    this.#recent = recent;
    this.#without = without;
  }

  /** The rows for what was typed. */
  get rows(): SwitcherRow[] {
    const title = this.query.trim();
    const found = title === '' ? this.#remembered.map(rowOfRecent) : this.#hits.map(rowOfHit);
    if (this.#without !== undefined) {
      const without = this.#without();
      return found.filter((row) => row.kind === 'new' || row.key !== without);
    }
    return title === '' ? found : [...found, { kind: 'new', title }];
  }

  /** Starts anew, with nothing typed. */
  begin(): void {
    this.query = '';
    this.error = undefined;
    this.#asked += 1;
    this.#hits = [];
    this.#remembered = this.#recent.list();
  }

  /** The row at an index once what was typed last is answered: whoever types fast and enters means that answer. */
  async rowAt(index: number): Promise<SwitcherRow | undefined> {
    const seen = this.rows[index];
    if (index > 0) return seen;
    // The first row is what was typed for; any other was chosen by eye, and stays what it was.
    await this.#settled;
    return this.rows[0];
  }

  /** Takes what was typed. The rows before stay until the new ones are here. */
  type(query: string): Promise<void> {
    this.#settled = this.#find(query);
    return this.#settled;
  }

  async #find(query: string): Promise<void> {
    this.query = query;
    const number = ++this.#asked;
    if (query.trim() === '') {
      this.#hits = [];
      this.error = undefined;
      return;
    }
    try {
      const request = { q: query, limit: offered, offset: 0, filters: [], facets: false };
      const { hits } = await this.#call('search', request);
      if (number !== this.#asked) return;
      this.#hits = hits;
      this.error = undefined;
    } catch (thrown) {
      if (number !== this.#asked) return;
      this.#hits = [];
      this.error = toCallError(thrown);
    }
  }
}

function rowOfHit({ key, title, type, status, stale, unsourced }: Hit): SwitcherRow {
  return { kind: 'card', key, title, type, marks: { status, stale, unsourced } };
}

function rowOfRecent({ key, title, type }: RecentCard): SwitcherRow {
  return { kind: 'card', key, title: { parts: [{ text: title, hit: false }] }, type };
}

function isRecentCard(value: unknown): value is RecentCard {
  if (typeof value !== 'object' || value === null) return false;
  const { key, title, type } = value as Record<string, unknown>;
  return typeof key === 'string' && typeof title === 'string' && typeof type === 'string';
}
