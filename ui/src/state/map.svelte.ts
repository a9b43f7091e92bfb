// The map of the library and the neighbourhood of a card: what is asked, what is drawn, and where the keyboard stands.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, FacetGroup, MapPage, NeighbourhoodPage } from '../generated/api';
import { cardAt, drawingAround, drawingOf, placeOf, type Drawing, type Standing } from './drawing';

/** How many cards of a column are drawn at first: as many as a person looks through. */
export const fewCards = 60;
/** How many are drawn when all are asked for. */
export const allCards = 5_000;
const mostAround = 300;

/** How many links away a card of a neighbourhood may be. */
export type Depth = 1 | 2;

/** What is shown of one subject: the whole library, or what is around a card. */
export interface Shown {
  /** The card in the middle; absent on the map. */
  readonly card?: string;
  readonly drawing: Drawing;
  /** The title of the card in the middle. */
  readonly title?: string;
  /** How many cards and lines there are beyond those drawn. */
  readonly cardsLeftOut: number;
  readonly linesLeftOut: number;
  readonly partial: boolean;
}

/** The state of the map page. */
export class CardMap {
  shown = $state.raw<Shown>();
  error = $state.raw<ApiError>();
  /** Whether an answer is on its way. */
  busy = $state(false);
  industry = $state('');
  role = $state('');
  depth = $state<Depth>(1);
  /** Whether every card is drawn, or those with the most lines. */
  whole = $state(false);
  /** Whether it is read as a list instead. */
  asList = $state(false);
  /** The card that has the keyboard. */
  at = $state.raw<Standing>();
  /** The values that the map can be narrowed to. */
  groups = $state.raw<readonly FacetGroup[]>([]);

  readonly #call: Call;
  #card: string | undefined;
  #visible = false;
  #asked = 0;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** Comes into sight with a subject: a card, or the whole library. */
  show(card: string | undefined): void {
    this.#visible = true;
    if (card !== this.#card || this.shown?.card !== card) {
      this.#card = card;
      this.shown = undefined;
      this.at = undefined;
    }
    void this.refresh();
    if (card === undefined) void this.#readGroups();
  }

  /** Goes out of sight: news is not followed until it comes back. */
  hide(): void {
    this.#visible = false;
  }

  /** Takes the news that cards changed. */
  hear(): void {
    if (this.#visible) void this.refresh();
  }

  /** Narrows the map. */
  choose(change: { industry?: string; role?: string; depth?: Depth; whole?: boolean }): void {
    Object.assign(this, change);
    void this.refresh();
  }

  /** Asks again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    const card = this.#card;
    this.busy = true;
    try {
      const shown = card === undefined ? await this.#map() : await this.#around(card);
      if (number !== this.#asked) return;
      this.#take(shown);
      this.error = undefined;
    } catch (thrown) {
      if (number !== this.#asked) return;
      this.error = toCallError(thrown);
    }
    this.busy = false;
  }

  async #map(): Promise<Shown> {
    const page: MapPage = await this.#call('map', {
      industry: this.industry === '' ? [] : [this.industry],
      role: this.role === '' ? [] : [this.role],
      limit: this.whole ? allCards : fewCards,
    });
    return {
      drawing: drawingOf(page),
      cardsLeftOut: page.columns.reduce((sum, column) => sum + column.left_out, 0),
      linesLeftOut: page.lines_left_out,
      partial: page.partial,
    };
  }

  async #around(card: string): Promise<Shown> {
    const request = { key: card, depth: this.depth, limit: mostAround };
    const page: NeighbourhoodPage = await this.#call('neighbourhood', request);
    return {
      card,
      title: page.cards[0]?.card.title ?? card,
      drawing: drawingAround(page),
      cardsLeftOut: page.left_out,
      linesLeftOut: 0,
      partial: false,
    };
  }

  /** The card that had the keyboard has it again, wherever it stands now. */
  #take(shown: Shown): void {
    const before = this.shown && cardAt(this.shown.drawing, this.at);
    const key = before?.card.key ?? shown.card;
    this.at = key === undefined ? undefined : placeOf(shown.drawing, key, this.at?.column ?? 0);
    this.shown = shown;
  }

  async #readGroups(): Promise<void> {
    try {
      const { facets } = await this.#call('search', {
        q: '',
        limit: 1,
        offset: 0,
        filters: [],
        facets: true,
      });
      this.groups = facets;
    } catch {
      // Without them the map cannot be narrowed; what is wrong is said by the map itself.
      this.groups = [];
    }
  }
}
