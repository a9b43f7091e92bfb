// What is typed and chosen, and the last answer to it.
//
// Every keystroke asks at once. The last answer stays until a newer one is there, and an answer that comes after
// a newer one is dropped, so the list never flickers and never goes back in time.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, FacetGroup, FacetName, Filter, Hit } from '../generated/api';
import { chosenCount, groupsToShow, labelKey, toggled } from './facets';

/** How many hits one request brings. */
export const pageSize = 100;

/** The most that the program returns at once, and so the most that a refresh keeps. */
const largestPage = 200;

/** An answer as it is shown: the hits of all pages so far, and what was asked. */
export interface Answer {
  /** Counts the questions; the same question asked again keeps its number. */
  readonly question: number;
  readonly q: string;
  readonly total: number;
  readonly hits: readonly Hit[];
  readonly facets: readonly FacetGroup[];
  readonly partial: boolean;
  readonly notes: readonly string[];
}

/** Hears of each new answer, and whether it is to a new question or the same one asked again. */
export type Answered = (answer: Answer, again: boolean) => void;

/** The search of the library: question, filters, answer. */
export class Search {
  /** What stands in the search box. */
  query = $state('');
  /** The chosen facet values. */
  filters = $state.raw<readonly Filter[]>([]);
  /** The answer that is shown; absent before the first. */
  answer = $state.raw<Answer>();
  /** Why the last question has no answer. */
  error = $state.raw<ApiError>();
  /** Whether the end of the list is being loaded. */
  loadingMore = $state(false);

  readonly #call: Call;
  readonly #answered: Answered;
  readonly #labels = new Map<string, string>();
  /** The number of the last question, and of the one whose outcome is shown. */
  #asked = 0;
  #shown = 0;
  #question = 0;

  /** Makes a search that reports each new answer to `answered`. */
  constructor(call: Call, answered: Answered) {
    this.#call = call;
    this.#answered = answered;
  }

  /** The facets as they are shown, each chosen value among them. */
  get groups(): FacetGroup[] {
    return groupsToShow(this.answer?.facets ?? [], this.filters, this.#labels);
  }

  /** How many facet values are chosen. */
  get chosen(): number {
    return chosenCount(this.filters);
  }

  /** Whether more hits can be loaded. */
  get hasMore(): boolean {
    return this.answer !== undefined && this.answer.hits.length < this.answer.total;
  }

  /** Takes what was typed and asks. */
  type(query: string): Promise<void> {
    this.query = query;
    return this.#ask(pageSize, false);
  }

  /** Chooses a facet value, or takes the choice back, and asks. */
  toggle(facet: FacetName, value: string): Promise<void> {
    this.filters = toggled(this.filters, facet, value);
    return this.#ask(pageSize, false);
  }

  /** Takes every facet choice back and asks. */
  clearFilters(): Promise<void> {
    this.filters = [];
    return this.#ask(pageSize, false);
  }

  /** Asks the same again, since cards changed, keeping as much of the list as one request can bring. */
  refresh(): Promise<void> {
    const loaded = this.answer?.hits.length ?? 0;
    return this.#ask(Math.min(Math.max(loaded, pageSize), largestPage), true);
  }

  /** Loads the next hits of the list that is shown. */
  async more(): Promise<void> {
    const before = this.answer;
    if (before === undefined || !this.hasMore || this.loadingMore) return;
    const shown = this.#shown;
    this.loadingMore = true;
    try {
      const next = await this.#call('search', {
        q: before.q,
        limit: pageSize,
        offset: before.hits.length,
        filters: [...this.filters],
        facets: false,
      });
      // A newer answer has its own end of the list.
      if (shown !== this.#shown) return;
      const known = new Set(before.hits.map((hit) => hit.key));
      const hits = [...before.hits, ...next.hits.filter((hit) => !known.has(hit.key))];
      // Cards may have gone meanwhile; a page without news ends the list.
      const total = hits.length === before.hits.length ? hits.length : next.total;
      this.answer = { ...before, hits, total };
    } catch (thrown) {
      if (shown === this.#shown) this.error = toCallError(thrown);
    } finally {
      this.loadingMore = false;
    }
  }

  async #ask(limit: number, again: boolean): Promise<void> {
    const number = ++this.#asked;
    const q = this.query;
    if (!again) this.#question += 1;
    const question = this.#question;
    try {
      const response = await this.#call('search', {
        q,
        limit,
        offset: 0,
        filters: [...this.filters],
        facets: true,
      });
      if (number < this.#shown) return;
      this.#shown = number;
      this.#remember(response.facets);
      this.error = undefined;
      this.answer = {
        question,
        q,
        total: response.total,
        hits: response.hits,
        facets: response.facets,
        partial: response.partial,
        notes: response.notes,
      };
      this.#answered(this.answer, again);
    } catch (thrown) {
      if (number < this.#shown) return;
      this.#shown = number;
      this.error = toCallError(thrown);
    }
  }

  #remember(groups: readonly FacetGroup[]): void {
    for (const group of groups) {
      for (const value of group.values) this.#labels.set(labelKey(group.name, value.value), value.label);
    }
  }
}
