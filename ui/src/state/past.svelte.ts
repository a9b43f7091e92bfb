// The history of a card: its versions, what one of them changed or what has changed since, and bringing one back.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type {
  ApiError,
  CardHistory,
  ChangedPart,
  CompareVersionsRequest,
  VersionRow,
} from '../generated/api';

/** What a version is compared with: the card as it is now, or the version before it. */
export type Against = 'now' | 'before';

/** The state of the history page. */
export class Past {
  key = $state<string>();
  history = $state.raw<CardHistory>();
  /** Why there is no history. */
  error = $state.raw<ApiError>();
  /** The version that is looked at. */
  chosen = $state<number>();
  against = $state<Against>('now');
  /** What differs; absent while it is not known. */
  parts = $state.raw<readonly ChangedPart[]>();
  /** Why it cannot be compared, or brought back. */
  trouble = $state.raw<ApiError>();
  /** Whether something is being brought back. */
  restoring = $state(false);

  readonly #call: Call;
  readonly #restored: (title: string, part: string | undefined) => void;
  #visible = false;
  #asked = 0;
  #compared = 0;

  /** Makes the state; `restored` hears of what was brought back: the card, and the part where it was one. */
  constructor(call: Call, restored: (title: string, part: string | undefined) => void) {
    this.#call = call;
    this.#restored = restored;
  }

  /** The versions, the newest first. */
  get versions(): readonly VersionRow[] {
    return this.history?.versions ?? [];
  }

  /** The version that is looked at. */
  readonly version = $derived(this.versions.find(({ id }) => id === this.chosen));
  /** The one before it; none where it is the first that is known. */
  readonly before = $derived(this.versions[this.versions.findIndex(({ id }) => id === this.chosen) + 1]);

  /** Comes into sight with a card. */
  show(key: string): void {
    this.#visible = true;
    if (key !== this.key) {
      this.key = key;
      this.history = this.parts = this.error = this.trouble = this.chosen = undefined;
    }
    void this.refresh();
  }

  /** Goes out of sight. */
  hide(): void {
    this.#visible = false;
  }

  /** Takes the news that cards changed. */
  hear(): void {
    if (this.#visible) void this.refresh();
  }

  /** Asks again; the version that is looked at stays. */
  async refresh(): Promise<void> {
    const key = this.key;
    if (key === undefined) return;
    const number = ++this.#asked;
    try {
      const history = await this.#call('card_history', { key });
      if (number !== this.#asked) return;
      this.history = history;
      this.error = undefined;
      const known = history.versions.some(({ id }) => id === this.chosen);
      // The newest says what the card says now; what one looks for is the one before.
      if (!known) this.#select((history.versions[1] ?? history.versions[0])?.id);
      else void this.#compare();
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Looks at another version. */
  choose(id: number): void {
    if (id !== this.chosen) this.#select(id);
  }

  /** Looks at the version so many further down the list. */
  move(by: number): void {
    const at = this.versions.findIndex(({ id }) => id === this.chosen);
    const wanted = Math.min(Math.max(at + by, 0), this.versions.length - 1);
    const version = this.versions[wanted];
    if (version !== undefined) this.choose(version.id);
  }

  /** Compares it with something else. */
  compareWith(against: Against): void {
    if (against === this.against) return;
    this.against = against;
    this.parts = undefined;
    void this.#compare();
  }

  /** Brings the version back, or one part of it as the comparison with the card as it is now names it. */
  async restore(part?: string): Promise<void> {
    const { key, chosen, history } = this;
    if (key === undefined || chosen === undefined || history === undefined || this.restoring) return;
    this.restoring = true;
    this.trouble = undefined;
    try {
      await this.#call('restore_version', { key, version: chosen, ...(part !== undefined && { part }) });
      this.#restored(history.title, part);
      await this.refresh();
    } catch (thrown) {
      this.trouble = toCallError(thrown);
    } finally {
      this.restoring = false;
    }
  }

  #select(id: number | undefined): void {
    this.chosen = id;
    this.parts = undefined;
    this.trouble = undefined;
    void this.#compare();
  }

  async #compare(): Promise<void> {
    const { key, version, before } = this;
    const number = ++this.#compared;
    if (key === undefined || version === undefined) return;
    // What the card says now differs from itself in nothing.
    const inTime = this.against === 'before' || version.current;
    if (inTime && before === undefined) {
      this.parts = [];
      return;
    }
    const request: CompareVersionsRequest =
      inTime && before !== undefined ? { key, from: before.id, to: version.id } : { key, from: version.id };
    try {
      const { parts } = await this.#call('compare_versions', request);
      if (number === this.#compared) this.parts = parts;
    } catch (thrown) {
      if (number === this.#compared) this.trouble = toCallError(thrown);
    }
  }
}
