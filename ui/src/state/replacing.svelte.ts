// Words in all cards, and other words in their place: looked for while one types, chosen place by place, and replaced as
// one act.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, CardWithWords, FoundWords, WordPlace, WordsReplaced } from '../generated/api';

/** How long typing rests before the cards are read for the words. */
export const restMs = 250;

/** What is looked for. */
export interface Sought {
  readonly words: string;
  readonly match_case: boolean;
  readonly whole_words: boolean;
}

/** The state of finding and replacing in all cards. */
export class Replacing {
  sought = $state.raw<Sought>({ words: '', match_case: false, whole_words: false });
  /** What is to stand there. */
  with = $state('');
  /** What was found, and for which words. */
  found = $state.raw<FoundWords & { readonly sought: Sought }>();
  error = $state.raw<ApiError>();
  busy = $state(false);
  /** What the last replacement left as it was. */
  left = $state.raw<WordsReplaced['left']>([]);

  readonly #call: Call;
  readonly #replaced: (came: WordsReplaced) => void;
  /** The places that were taken out of the choice. */
  #off = $state.raw<ReadonlySet<string>>(new Set());
  #asked = 0;
  #visible = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the state; `replaced` hears what a replacement came to. */
  constructor(call: Call, replaced: (came: WordsReplaced) => void) {
    this.#call = call;
    this.#replaced = replaced;
  }

  /** How many places are chosen. */
  readonly chosen = $derived.by(() => {
    const cards = this.found?.cards ?? [];
    return cards.reduce((sum, card) => sum + this.chosenIn(card), 0);
  });

  /** In how many cards places are chosen. */
  readonly chosenCards = $derived((this.found?.cards ?? []).filter((card) => this.chosenIn(card) > 0).length);

  /** How many places of a card are chosen. */
  chosenIn(card: CardWithWords): number {
    return card.places.filter((place) => this.isChosen(card, place)).length;
  }

  isChosen(card: CardWithWords, place: WordPlace): boolean {
    return card.refused === null && !this.#off.has(nameOf(card, place));
  }

  /** What would stand at a place: where capitals do not matter, it begins as the words there do. */
  withAt({ words }: WordPlace): string {
    const [first = ''] = this.with;
    const capital = first.toUpperCase();
    const [found = ''] = words;
    const isCapital = found !== found.toLowerCase();
    // The program goes by letters and bytes: a capital that is longer than its letter (ß) is left as it is.
    const isAlike = capital.length === first.length && bytes(capital) === bytes(first);
    if (this.sought.match_case || !isCapital || !isAlike) return this.with;
    return capital + this.with.slice(first.length);
  }

  /** Chooses a place, or no longer. */
  turn(card: CardWithWords, place: WordPlace): void {
    this.#choose(card, [place], !this.isChosen(card, place));
  }

  /** Chooses all places of a card, or none. */
  turnCard(card: CardWithWords): void {
    this.#choose(card, card.places, this.chosenIn(card) < card.places.length);
  }

  /** Looks for other words, or in another way. */
  seek(change: Partial<Sought>): void {
    this.sought = { ...this.sought, ...change };
    this.left = [];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), restMs);
  }

  /** Comes into sight: what was found before may stand otherwise by now. */
  show(): void {
    this.#visible = true;
    void this.look();
  }

  /** Goes out of sight. */
  hide(): void {
    this.#visible = false;
    clearTimeout(this.#timer);
  }

  /** Takes the news that cards changed. */
  hear(): void {
    if (this.#visible && !this.busy) void this.look();
  }

  /** Looks now. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const number = ++this.#asked;
    const { sought } = this;
    if (sought.words.trim() === '') {
      this.found = undefined;
      this.error = undefined;
      return;
    }
    try {
      const found = await this.#call('find_words', sought);
      if (number !== this.#asked) return;
      // Another question is another choice.
      if (this.found?.sought !== sought) this.#off = new Set();
      this.found = { ...found, sought };
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Replaces the words at the chosen places. */
  async replace(): Promise<void> {
    const { found } = this;
    // What is on the page must be what is meant.
    if (found === undefined || this.busy || found.sought !== this.sought) return;
    this.busy = true;
    try {
      const chosen = found.cards.map((card) => ({
        key: card.key,
        places: card.places.filter((place) => this.isChosen(card, place)).map(({ at }) => at),
      }));
      const request = {
        find: found.sought,
        with: this.with,
        chosen: chosen.filter(({ places }) => places.length > 0),
      };
      const came = await this.#call('replace_words', request);
      this.left = came.left;
      this.error = undefined;
      if (came.cards > 0) this.#replaced(came);
    } catch (thrown) {
      this.error = toCallError(thrown);
    } finally {
      this.busy = false;
    }
    await this.look();
  }

  #choose(card: CardWithWords, places: readonly WordPlace[], chosen: boolean): void {
    const off = new Set(this.#off);
    for (const place of places) {
      if (chosen) off.delete(nameOf(card, place));
      else off.add(nameOf(card, place));
    }
    this.#off = off;
  }
}

function nameOf({ key }: CardWithWords, { at }: WordPlace): string {
  return `${String(at)} ${key}`;
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
