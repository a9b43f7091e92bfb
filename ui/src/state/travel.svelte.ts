// Where the window is, and the one way back through pages and cards alike.

import { canGoBack, canGoForward, start, visited, wentBack, wentForward, type History } from './history';
import { addressOf, routeOf, type Route } from './route';

/** The way through pages and cards. */
export class Travel {
  #history = $state.raw<History>(start);
  readonly #arrived: (route: Route) => void;

  /** Starts at a place; `arrived` hears of each place that is come back to. */
  constructor(first: Route = { page: 'library' }, arrived: (route: Route) => void = () => undefined) {
    this.#arrived = arrived;
    // The bare library is no place of its own: the first card takes its turn.
    const glance = first.page === 'library' && first.card === undefined;
    this.#history = visited(start, addressOf(first), glance);
  }

  /** Where the window is. */
  get route(): Route {
    return routeOf(this.#history.visits[this.#history.at]?.key ?? '');
  }

  /** Whether what is shown was merely passed over. */
  get glancing(): boolean {
    return this.#history.visits[this.#history.at]?.glance === true;
  }

  /** Whether there is a place to go back to. */
  get canGoBack(): boolean {
    return canGoBack(this.#history);
  }

  /** Whether there is a place to go forward to. */
  get canGoForward(): boolean {
    return canGoForward(this.#history);
  }

  /** Goes to a place. */
  go(route: Route): void {
    const leaves = route.page !== this.route.page;
    this.#history = visited(this.#history, addressOf(route), false, leaves);
  }

  /** Passes over a card while searching. What happens behind another page leaves the way alone. */
  glance(card: string): void {
    if (this.route.page !== 'library') return;
    this.#history = visited(this.#history, addressOf({ page: 'library', card }), true);
  }

  /** Goes back to the place before. */
  back(): void {
    this.#move(wentBack(this.#history));
  }

  /** Goes forward again. */
  forward(): void {
    this.#move(wentForward(this.#history));
  }

  #move(history: History): void {
    if (history === this.#history) return;
    this.#history = history;
    this.#arrived(this.route);
  }
}
