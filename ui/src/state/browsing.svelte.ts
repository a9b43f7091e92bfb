// Searching, selecting and reading as one: the state of the library page.
//
// As in a mail program, the first hit is selected while one types and the selected card is shown beside the list.

import type { Call } from '../backend/call';
import type { ChangedNoun, Hit } from '../generated/api';
import { Library } from './library.svelte';
import { Reader, restMs, typingRestMs } from './reader.svelte';
import { Search, type Answer, type News } from './search.svelte';
import { moved, type Step } from './selection';
import { Travel } from './travel.svelte';

/** How many rows around the selection are fetched with it. */
const around = 12;

/** The state of the library page. */
export class Browsing {
  readonly library: Library;
  readonly search: Search;
  readonly reader: Reader;
  /** The card of the selected row. */
  selected = $state<string>();
  /** Whether the reading pane stands in place of the list, where the window has room for one of them. */
  reading = $state(false);

  readonly #travel: Travel;
  /** The row that was selected last: it is looked at first, and waited for where it is not here yet. */
  #row = $state(-1);
  #awaited = $state(false);

  /** Makes the state on a way to call the program; the cards that are read become part of the way back. */
  constructor(call: Call, travel: Travel = new Travel()) {
    this.#travel = travel;
    this.library = new Library(call, (act) => {
      if (act === 'create_library' || act === 'choose_library') this.reader.close();
      void this.search.refresh();
    });
    this.search = new Search(call, (answer, news) => {
      this.#follow(answer, news);
    });
    this.reader = new Reader(call, () => void this.search.refresh());
  }

  /** How many rows the list has. */
  get total(): number {
    return this.search.answer?.rows.total ?? 0;
  }

  /** The row at an index, if it is here. */
  hitAt(index: number): Hit | undefined {
    return this.search.answer?.rows.at(index);
  }

  /** The row of the selected card, or -1. */
  get selectedIndex(): number {
    const rows = this.search.answer?.rows;
    if (rows === undefined) return -1;
    if (this.#awaited) return this.#row;
    if (this.selected === undefined) return -1;
    return rows.at(this.#row)?.key === this.selected ? this.#row : rows.indexOf(this.selected);
  }

  /** Asks how the library stands and what is in it. */
  async refresh(): Promise<void> {
    await Promise.all([this.library.refresh(), this.search.refresh()]);
  }

  /** Takes the news that something changed. */
  hear(changed: ReadonlySet<ChangedNoun>): void {
    if (!changed.has('cards') && !changed.has('library')) return;
    void this.refresh();
    if (changed.has('cards')) this.reader.refresh();
  }

  /** Stops everything that runs by itself. */
  end(): void {
    this.library.stop();
  }

  /** Takes what was typed. */
  type(query: string): void {
    this.reading = false;
    void this.search.type(query);
  }

  /** Moves the selection. A row that is not here yet is fetched and then selected. */
  move(step: Step): void {
    const index = moved(this.selectedIndex, this.total, step);
    if (index < 0) return;
    this.#row = index;
    const hit = this.hitAt(index);
    this.#awaited = hit === undefined;
    if (hit !== undefined) this.#select(hit.key);
    void this.search.need(index - around, index + around);
  }

  /** Opens a card to read it: a row that was entered, or a link that was followed. */
  open(key: string): void {
    this.#travel.go({ page: 'library', card: key });
    this.show(key);
  }

  /** Opens a card that was just written. */
  openWritten(key: string): void {
    this.open(key);
    this.reader.openWritten(key);
  }

  /** Shows a card to be read, without making it part of the way back: it was come back to. */
  show(key: string): void {
    const index = this.search.answer?.rows.indexOf(key) ?? -1;
    if (index >= 0) {
      this.#row = index;
      this.selected = key;
    }
    this.#awaited = false;
    this.reader.open(key);
    this.reading = true;
  }

  /** Leaves a card that has gone, for the one beside it in the list. */
  leave(key: string): void {
    if (this.reader.key !== key) return;
    const at = this.selectedIndex;
    if (at >= 0 && this.total > 1) this.move(at + 1 < this.total ? 'next' : 'previous');
    else this.reader.close();
  }

  /** Opens the selected row of the answer to what was typed last; says whether there was one. */
  async openSelected(): Promise<boolean> {
    await this.search.answeredLast();
    if (this.selected === undefined || this.#awaited) return false;
    this.open(this.selected);
    return true;
  }

  /** Goes back to the list, where the reading pane stands in its place. */
  closeReading(): void {
    this.reading = false;
  }

  #select(key: string, rest = restMs): void {
    this.selected = key;
    this.#travel.glance(key);
    this.reader.glance(key, rest);
  }

  #follow(answer: Answer, news: News): void {
    if (news === 'new' || (news === 'again' && this.reader.key === undefined)) this.#begin(answer);
    else if (this.#awaited) this.#arrive(answer);
    else this.#keep(answer);
  }

  /** Selects the first hit of a new question. */
  #begin(answer: Answer): void {
    this.#awaited = false;
    this.#row = 0;
    const first = answer.rows.at(0);
    // The first card of all is shown at once; while one types, the letters come first.
    const rest = this.reader.page === undefined ? restMs : typingRestMs;
    if (first !== undefined) this.#select(first.key, rest);
    else {
      this.selected = undefined;
      this.reader.close();
    }
  }

  /** Selects the row that was waited for, once it is here. */
  #arrive(answer: Answer): void {
    this.#row = Math.min(this.#row, answer.rows.total - 1);
    const hit = answer.rows.at(this.#row);
    if (hit === undefined) return;
    this.#awaited = false;
    this.#select(hit.key);
  }

  /** Cards changed: the reader keeps the card before their eyes, whether it is still in the list or not. */
  #keep({ rows }: Answer): void {
    const shown = this.selected ?? this.reader.key;
    if (shown === undefined) return;
    const index = rows.at(this.#row)?.key === shown ? this.#row : rows.indexOf(shown);
    this.selected = index < 0 ? undefined : shown;
    if (index >= 0) this.#row = index;
  }
}
