// What an act would come to, asked while its words are still being typed, and then the act itself.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, Commands } from '../generated/api';

/** How long typing rests before it is asked what would come of it. */
export const previewRestMs = 250;

/** The acts that can be tried. */
export type Tried = 'rename_card' | 'move_card' | 'split_card' | 'merge_cards' | 'delete_card';

/** A request as the act takes it, but for whether it is only tried. */
export type Wanted<Act extends Tried> = Omit<Commands[Act][0], 'dry_run'>;

/** An act on a card that says what it comes to before it is done. */
export class Preview<Act extends Tried> {
  /** What it would come to. */
  outcome = $state.raw<Commands[Act][1]>();
  /** Why it cannot be done. */
  error = $state.raw<ApiError>();
  /** Whether it is being done. */
  busy = $state(false);

  readonly #call: Call;
  readonly #act: Act;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the preview of an act. */
  constructor(call: Call, act: Act) {
    this.#call = call;
    this.#act = act;
  }

  /** Asks what a request would come to: at once, or when typing rests. */
  try(wanted: Wanted<Act>, restMs = 0): void {
    this.forget();
    const number = this.#asked;
    if (restMs === 0) void this.#try(wanted, number);
    else this.#timer = setTimeout(() => void this.#try(wanted, number), restMs);
  }

  /** Forgets what was asked. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.outcome = undefined;
    this.error = undefined;
  }

  /** Does it; gives what it came to, or nothing where it was refused. */
  async do(wanted: Wanted<Act>): Promise<Commands[Act][1] | undefined> {
    if (this.busy) return undefined;
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.busy = true;
    this.error = undefined;
    try {
      return await this.#send(wanted, false);
    } catch (thrown) {
      this.error = toCallError(thrown);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  async #try(wanted: Wanted<Act>, number: number): Promise<void> {
    try {
      const outcome = await this.#send(wanted, true);
      if (number === this.#asked) this.outcome = outcome;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  #send(wanted: Wanted<Act>, dry_run: boolean): Promise<Commands[Act][1]> {
    return this.#call(this.#act, { ...wanted, dry_run } as unknown as Commands[Act][0]);
  }
}
