// What was used lately, the newest first, kept from one start to the next. The keeping is a convenience: where the
// browser has no storage, or something else stands in it, the list begins empty.

/** Where texts are kept by name. */
export type Keeper = Pick<Storage, 'getItem' | 'setItem'>;

/** A list of what was used lately. */
export class Recents<T> {
  readonly #name: string;
  readonly #most: number;
  readonly #idOf: (item: T) => string;
  readonly #isItem: (value: unknown) => value is T;
  readonly #keeper: () => Keeper;

  /** Makes the list kept under a name; `isItem` judges what is found there. */
  constructor(
    name: string,
    most: number,
    idOf: (item: T) => string,
    isItem: (value: unknown) => value is T,
    keeper: () => Keeper = () => localStorage,
  ) {
    this.#name = name;
    this.#most = most;
    this.#idOf = idOf;
    this.#isItem = isItem;
    this.#keeper = keeper;
  }

  /** The items, the newest first. Read each time, since other windows write it too. */
  list(): T[] {
    try {
      const kept: unknown = JSON.parse(this.#keeper().getItem(this.#name) ?? '[]');
      return Array.isArray(kept) ? kept.filter(this.#isItem).slice(0, this.#most) : [];
    } catch {
      return [];
    }
  }

  /** Puts an item in front. */
  add(item: T): void {
    this.#keep([item, ...this.#without(item)].slice(0, this.#most));
  }

  /** Takes out the item of an id. */
  remove(id: string): void {
    this.#keep(this.list().filter((item) => this.#idOf(item) !== id));
  }

  /** Forgets everything. */
  clear(): void {
    this.#keep([]);
  }

  #without(item: T): T[] {
    return this.list().filter((other) => this.#idOf(other) !== this.#idOf(item));
  }

  #keep(items: readonly T[]): void {
    try {
      this.#keeper().setItem(this.#name, JSON.stringify(items));
    } catch {
      // A full or forbidden storage costs the convenience and nothing else.
    }
  }
}

/** Says whether a value is a text. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}
