// What is brought from elsewhere, and what is copied out: chosen, looked at, and then done as it was shown.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, BringKind, BringPage, Brought, ExportPage, TableWish } from '../generated/api';

/** What is under way. */
export type BringAct = 'choosing' | 'looking' | 'bringing' | 'exporting';

/** What the user wants of a table, as far as it differs from the guess. */
type Wish = Pick<TableWish, 'delimiter' | 'encoding' | 'kind'>;

/** The state of the page. */
export class Bring {
  /** What bringing it would do; absent while nothing is chosen. */
  page = $state.raw<BringPage>();
  /** What bringing it came to. */
  brought = $state.raw<Brought>();
  /** What an export would copy; absent while none is asked for. */
  copy = $state.raw<ExportPage>();
  /** Whether it was copied. */
  copied = $state(false);
  /** What is under way. */
  acting = $state<BringAct>();
  /** Why it cannot be done. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #done: () => void;
  #asked = 0;
  #id: number | undefined;
  #wish: Wish = {};
  #columns: ReadonlyMap<number, string> = new Map();

  /** Makes the state; `done` hears that cards were made or the library is another. */
  constructor(call: Call, done: () => void) {
    this.#call = call;
    this.#done = done;
  }

  /** Forgets what was chosen. */
  reset(): void {
    this.#asked += 1;
    this.#id = undefined;
    this.page = undefined;
    this.brought = undefined;
    this.copy = undefined;
    this.copied = false;
    this.error = undefined;
    this.acting = undefined;
  }

  /** Asks for a folder or a table, and looks at it. */
  async choose(kind: BringKind): Promise<void> {
    if (this.#isWriting) return;
    const number = ++this.#asked;
    const chosen = await this.#try(number, 'choosing', () => this.#call('choose_bring', { kind }));
    if (chosen === undefined || chosen.id === null) return;
    this.reset();
    this.#id = chosen.id;
    this.#wish = {};
    this.#columns = new Map();
    await this.look();
  }

  /** Looks at what was chosen, once more where it was looked at before. */
  async look(): Promise<void> {
    const id = this.#id;
    if (id === undefined) return;
    const number = ++this.#asked;
    const columns = [...this.#columns].map(([column, field]) => ({ column, field }));
    const table = { ...this.#wish, columns };
    const page = await this.#try(number, 'looking', () => this.#call('look_at_bring', { id, table }));
    if (page !== undefined) this.page = page;
  }

  /** Has the table read in another way. */
  async read(wish: Wish): Promise<void> {
    this.#wish = { ...this.#wish, ...wish };
    // Another delimiter makes other columns, and what was chosen for the old ones means nothing.
    if ('delimiter' in wish || 'encoding' in wish) this.#columns = new Map();
    await this.look();
  }

  /** Lets a column become something else. */
  async map(column: number, field: string): Promise<void> {
    this.#columns = new Map(this.#columns).set(column, field);
    await this.look();
  }

  /** Does what was shown. */
  async bring(): Promise<void> {
    const id = this.#id;
    if (id === undefined || this.acting !== undefined) return;
    const number = ++this.#asked;
    const brought = await this.#try(number, 'bringing', () => this.#call('bring', { id }));
    if (brought === undefined) return;
    this.brought = brought;
    this.#id = undefined;
    this.#done();
  }

  /** Asks where to export to, and looks at what would be copied. */
  async chooseExport(): Promise<void> {
    if (this.#isWriting) return;
    const number = ++this.#asked;
    const copy = await this.#try(number, 'choosing', () => this.#call('choose_export', {}));
    if (copy === undefined || copy.id === null) return;
    this.reset();
    this.copy = copy;
  }

  /** Copies what was shown. */
  async export(): Promise<void> {
    const id = this.copy?.id ?? undefined;
    if (id === undefined || this.acting !== undefined) return;
    const number = ++this.#asked;
    const copy = await this.#try(number, 'exporting', () => this.#call('export', { id }));
    if (copy === undefined) return;
    this.copy = copy;
    this.copied = true;
  }

  get #isWriting(): boolean {
    return this.acting === 'bringing' || this.acting === 'exporting';
  }

  /** Calls, unless something else was asked for meanwhile; what it was refused by is said. */
  async #try<T>(number: number, act: BringAct, call: () => Promise<T>): Promise<T | undefined> {
    this.acting = act;
    this.error = undefined;
    try {
      const answer = await call();
      return number === this.#asked ? answer : undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
      return undefined;
    } finally {
      if (number === this.#asked) this.acting = undefined;
    }
  }
}
