// The rows of a long list of which only some pages are here. It grows in place: whoever shows it replaces what
// holds it, so that readers notice.

/** One page of the list; an aged one is shown until it comes anew. */
interface Page<T> {
  readonly items: readonly T[];
  readonly aged: boolean;
}

/** A list of known length whose pages arrive in any order. */
export class SparseList<T> {
  /** How many rows there are in all. */
  readonly total: number;
  readonly #size: number;
  readonly #keyOf: (item: T) => string;
  readonly #pages = new Map<number, Page<T>>();

  /** Makes a list of `total` rows, of which none is here, in pages of `size`. */
  constructor(total: number, size: number, keyOf: (item: T) => string) {
    this.total = total;
    this.#size = size;
    this.#keyOf = keyOf;
  }

  /** The row at an index, if it is here. */
  at(index: number): T | undefined {
    if (index < 0 || index >= this.total) return undefined;
    return this.#pages.get(Math.floor(index / this.#size))?.items[index % this.#size];
  }

  /** The index of a row by its key among those that are here, or -1. */
  indexOf(key: string): number {
    for (const [number, { items }] of this.#pages) {
      const found = items.findIndex((item) => this.#keyOf(item) === key);
      const index = number * this.#size + found;
      if (found >= 0 && index < this.total) return index;
    }
    return -1;
  }

  /** The first page of a range that is not here, or only aged. */
  missing(first: number, last: number): number | undefined {
    const end = Math.min(last, this.total - 1);
    for (let page = Math.floor(Math.max(first, 0) / this.#size); page * this.#size <= end; page += 1) {
      if (this.#pages.get(page)?.aged !== false) return page;
    }
    return undefined;
  }

  /** Takes a page. */
  put(page: number, items: readonly T[]): void {
    this.#pages.set(page, { items, aged: false });
  }

  /** The same rows for a list that has another length now, all of them aged. */
  aged(total: number): SparseList<T> {
    const next = new SparseList(total, this.#size, this.#keyOf);
    for (const [number, { items }] of this.#pages) next.#pages.set(number, { items, aged: true });
    return next;
  }

  /** The same rows, as fresh as they are, for a list that turned out to have another length. */
  resized(total: number): SparseList<T> {
    if (total === this.total) return this;
    const next = new SparseList(total, this.#size, this.#keyOf);
    for (const [number, page] of this.#pages) next.#pages.set(number, page);
    return next;
  }
}
