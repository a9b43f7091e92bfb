// What is typed and chosen, and the last answer to it: a list that may be long, of which the pages that are looked
// at are fetched.
//
// Every keystroke asks at once. The last answer stays until a newer one is there, and an answer that comes after
// a newer one is dropped, so the list never flickers and never goes back in time.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, FacetGroup, FacetName, Filter, Hit, SearchResponse } from '../generated/api';
import { chosenCount, groupsToShow, labelKey, toggled } from './facets';
import { SparseList } from './sparse';

/** How many hits one request brings: more than a window shows, and few enough that a keystroke does not wait. */
export const pageSize = 40;

/** An answer as it is shown: the rows that are here, and what was asked. */
export interface Answer {
  /** Counts the questions; the same question asked again keeps its number. */
  readonly question: number;
  readonly q: string;
  readonly filters: readonly Filter[];
  readonly rows: SparseList<Hit>;
  readonly facets: readonly FacetGroup[];
  readonly partial: boolean;
  readonly notes: readonly string[];
}

/** What an answer brought: rows for a new question, for the same one asked again, or further rows of the list. */
export type News = 'new' | 'again' | 'more';

/** Hears of each answer. */
export type Answered = (answer: Answer, news: News) => void;

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

  readonly #call: Call;
  readonly #answered: Answered;
  readonly #labels = new Map<string, string>();
  /** The number of the last question, and of the one whose outcome is shown. */
  #asked = 0;
  #shown = 0;
  #question = 0;
  /** The rows that are looked at; fetched one page at a time, the newest wish first. */
  #wanted = { first: 0, last: 0 };
  #fetching = false;
  /** The outcome of the last question. */
  #outcome: Promise<void> = Promise.resolve();

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

  /** Takes what was typed and asks. */
  type(query: string): Promise<void> {
    this.query = query;
    return this.#ask(false);
  }

  /** Chooses a facet value, or takes the choice back, and asks. */
  toggle(facet: FacetName, value: string): Promise<void> {
    this.filters = toggled(this.filters, facet, value);
    return this.#ask(false);
  }

  /** Takes every facet choice back and asks. */
  clearFilters(): Promise<void> {
    this.filters = [];
    return this.#ask(false);
  }

  /** Asks the same again, since cards changed. What is shown stays until its rows come anew. */
  refresh(): Promise<void> {
    return this.#ask(true);
  }

  /** Fetches the rows from `first` to `last` where they are not here. */
  need(first: number, last: number): Promise<void> {
    this.#wanted = { first, last };
    return this.#fetch();
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

  /** Fetches the first page that is missing of what is looked at; says whether to look for another. */
  async #fetchPage(): Promise<boolean> {
    const before = this.answer;
    const page = before?.rows.missing(this.#wanted.first, this.#wanted.last);
    if (before === undefined || page === undefined) return false;
    const shown = this.#shown;
    try {
      const next = await this.#call('search', {
        q: before.q,
        limit: pageSize,
        offset: page * pageSize,
        filters: [...before.filters],
        facets: false,
      });
      // A newer answer has rows of its own.
      if (shown !== this.#shown || this.answer === undefined) return true;
      // What is wrong with a newer question is not mended by rows of the one before.
      if (this.answer.question === this.#question) this.error = undefined;
      const rows = this.answer.rows.resized(next.total);
      rows.put(page, next.hits);
      this.answer = { ...this.answer, rows };
      this.#answered(this.answer, 'more');
      return true;
    } catch (thrown) {
      if (shown !== this.#shown) return true;
      this.error = toCallError(thrown);
      return false;
    }
  }

  /** Settles when what was typed last is answered: who types fast and opens means the card of that answer. */
  answeredLast(): Promise<void> {
    return this.#outcome;
  }

  #ask(again: boolean): Promise<void> {
    const outcome = this.#answer(again);
    this.#outcome = outcome;
    return outcome;
  }

  async #answer(again: boolean): Promise<void> {
    const number = ++this.#asked;
    const q = this.query;
    const filters = this.filters;
    if (!again) this.#question += 1;
    const question = this.#question;
    try {
      const response = await this.#call('search', {
        q,
        limit: pageSize,
        offset: 0,
        filters: [...filters],
        facets: true,
      });
      if (number < this.#shown) return;
      this.#shown = number;
      this.#remember(response.facets);
      this.error = undefined;
      // A refresh may overtake the question that was typed before it, and then brings the first answer to that.
      const isSame = again && question === (this.answer?.question ?? question);
      this.answer = {
        question,
        q,
        filters,
        rows: this.#rowsOf(response, isSame),
        facets: response.facets,
        partial: response.partial,
        notes: response.notes,
      };
      this.#answered(this.answer, isSame ? 'again' : 'new');
      if (isSame) void this.#fetch();
    } catch (thrown) {
      if (number < this.#shown) return;
      this.#shown = number;
      this.error = toCallError(thrown);
    }
  }

  #rowsOf({ total, hits }: SearchResponse, again: boolean): SparseList<Hit> {
    const rows = (again ? this.answer?.rows : undefined)?.aged(total) ?? emptyList(total);
    // The wish of the list before says nothing about a new one.
    if (!again) this.#wanted = { first: 0, last: 0 };
    rows.put(0, hits);
    return rows;
  }

  #remember(groups: readonly FacetGroup[]): void {
    for (const group of groups) {
      for (const value of group.values) this.#labels.set(labelKey(group.name, value.value), value.label);
    }
  }
}

function emptyList(total: number): SparseList<Hit> {
  return new SparseList(total, pageSize, (hit: Hit) => hit.key);
}
