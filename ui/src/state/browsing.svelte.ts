// Searching, selecting and reading as one: the state of the library view.
//
// As in a mail program, the first hit is selected while one types and the selected card is shown beside the list.

import type { Call } from '../backend/call';
import type { ChangedNoun, Hit } from '../generated/api';
import { Library } from './library.svelte';
import { follow } from './live';
import { Reader } from './reader.svelte';
import { Search, type Answer } from './search.svelte';
import { moved, type Step } from './selection';

/** How near the end of the loaded rows the selection loads more. */
const nearEnd = 12;

/** The state of the library view. */
export class Browsing {
  readonly library: Library;
  readonly search: Search;
  readonly reader: Reader;
  /** The card of the selected row. */
  selected = $state<string>();
  /** Whether the reading pane stands in place of the list, where the window has room for one of them. */
  reading = $state(false);

  readonly #call: Call;
  readonly #stop = new AbortController();

  /** Makes the state on a way to call the program. */
  constructor(call: Call) {
    this.#call = call;
    this.library = new Library(call, (act) => {
      if (act !== 'rebuild_index') this.reader.close();
      void this.search.refresh();
    });
    this.search = new Search(call, (answer, again) => {
      this.#follow(answer, again);
    });
    this.reader = new Reader(call, () => void this.search.refresh());
  }

  /** The rows of the list. */
  get hits(): readonly Hit[] {
    return this.search.answer?.hits ?? [];
  }

  /** The row of the selected card, or -1. */
  get selectedIndex(): number {
    return this.hits.findIndex((hit) => hit.key === this.selected);
  }

  /** Asks for the first answers, settles when they are there, and keeps in step with the files from then on. */
  async begin(): Promise<void> {
    await this.retry();
    void follow(
      this.#call,
      (changed) => {
        this.#refresh(changed);
      },
      this.#stop.signal,
    );
  }

  /** Asks again how the library stands and what is in it. */
  async retry(): Promise<void> {
    await Promise.all([this.library.refresh(), this.search.refresh()]);
  }

  /** Stops everything that runs by itself. */
  end(): void {
    this.#stop.abort();
    this.library.stop();
  }

  /** Takes what was typed. */
  type(query: string): void {
    this.reading = false;
    void this.search.type(query);
  }

  /** Moves the selection. */
  move(step: Step): void {
    const index = moved(this.selectedIndex, this.hits.length, step);
    const hit = this.hits[index];
    if (hit === undefined) return;
    this.select(hit.key);
    if (index >= this.hits.length - nearEnd) void this.search.more();
  }

  /** Selects a row and shows its card beside the list. */
  select(key: string): void {
    this.selected = key;
    this.reader.glance(key);
  }

  /** Opens a card to read it: a row that was entered, or a link that was followed. */
  open(key: string): void {
    if (this.hits.some((hit) => hit.key === key)) this.selected = key;
    this.reader.open(key);
    this.reading = true;
  }

  /** Opens the selected row; says whether there was one. */
  openSelected(): boolean {
    if (this.selected === undefined) return false;
    this.open(this.selected);
    return true;
  }

  /** Goes back to the list, where the reading pane stands in its place. */
  closeReading(): void {
    this.reading = false;
  }

  #refresh(changed: ReadonlySet<ChangedNoun>): void {
    void this.library.refresh();
    void this.search.refresh();
    if (changed.has('cards')) this.reader.refresh();
  }

  /**
   * Selects the first hit of a new question. When the same question was asked again since cards changed, the reader
   * keeps the card before their eyes, whether it is still in the list or not.
   */
  #follow(answer: Answer, again: boolean): void {
    const listed = answer.hits.some((hit) => hit.key === this.selected);
    if (again && this.reader.key !== undefined) {
      if (!listed) this.selected = undefined;
      return;
    }
    const first = answer.hits[0];
    this.selected = first?.key;
    if (first !== undefined) this.reader.glance(first.key);
    else this.reader.close();
  }
}
