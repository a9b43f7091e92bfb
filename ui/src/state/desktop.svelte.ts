// What the desktop around the window offers, and the test whether the keys that work from anywhere arrive.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, DesktopStatus } from '../generated/api';

/** How long the keys are waited for. */
const listenSeconds = 10;

/** How the test of the keys stands. */
export type ShortcutTest =
  { kind: 'idle' } | { kind: 'listening'; left: number } | { kind: 'heard' } | { kind: 'silent' };

/** The state of the desktop around the window. */
export class Desktop {
  /** What it offers; absent before the first answer. */
  status = $state.raw<DesktopStatus>();
  /** Why that cannot be told, or the test could not begin. */
  error = $state.raw<ApiError>();
  /** How the test of the keys stands. */
  test = $state.raw<ShortcutTest>({ kind: 'idle' });

  readonly #call: Call;
  #asked = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** Asks what the desktop offers. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const status = await this.#call('desktop', {});
      if (number !== this.#asked) return;
      this.status = status;
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }

  /** Waits for the keys to be pressed, and says so each second. */
  async testShortcut(): Promise<void> {
    this.stop();
    this.error = undefined;
    // Counted from now on, not from the answer: a key that is pressed at once must not be missed.
    this.test = { kind: 'listening', left: listenSeconds };
    this.#timer = setInterval(() => {
      this.#count();
    }, 1_000);
    try {
      this.status = await this.#call('test_shortcut', {});
      if (this.status.global_shortcut.kind !== 'on') this.#end({ kind: 'silent' });
    } catch (thrown) {
      this.error = toCallError(thrown);
      this.#end({ kind: 'idle' });
    }
  }

  /** Takes the news that the keys arrived. */
  heard(): void {
    if (this.test.kind !== 'idle') this.#end({ kind: 'heard' });
  }

  /** Stops waiting. */
  stop(): void {
    this.#end({ kind: 'idle' });
  }

  #count(): void {
    if (this.test.kind !== 'listening') return;
    const left = this.test.left - 1;
    if (left > 0) this.test = { kind: 'listening', left };
    else this.#end({ kind: 'silent' });
  }

  #end(test: ShortcutTest): void {
    clearInterval(this.#timer);
    this.test = test;
  }
}
