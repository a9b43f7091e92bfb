// The notices that pass: how long each stays, and how many there may be at once.

import type { Toast, ToastSource } from '../shared/toast';

/** What a notice says. */
export interface ToastWords {
  readonly text: string;
  readonly tone?: Toast['tone'];
  readonly action?: Toast['action'];
  /** Whether it stays until it is put away. */
  readonly lasting?: boolean;
}

interface Clock {
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const shownMs = 6_000;
// Who has a choice gets the time to make it.
const shownWithActionMs = 10_000;
const atOnce = 3;

/** The notices on the page, oldest first. */
export class Toasts implements ToastSource {
  list = $state.raw<readonly Toast[]>([]);

  readonly #now: () => number;
  readonly #clocks = new Map<number, Clock>();
  #last = 0;
  #paused = false;

  /** Makes the store; `now` is the clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Shows a notice and hands back its number. */
  show({ text, tone = 'plain', action, lasting = false }: ToastWords): number {
    const id = ++this.#last;
    const toast: Toast = {
      id,
      text,
      tone,
      ...(action === undefined ? {} : { action: this.#once(id, action) }),
    };
    this.list = [...this.list, toast];
    while (this.list.length > atOnce) this.dismiss(this.#leastNeeded());
    if (!lasting) {
      const left = action === undefined ? shownMs : shownWithActionMs;
      this.#clocks.set(id, { left, since: 0, timer: undefined });
      if (!this.#paused) this.#run(id);
    }
    return id;
  }

  /** Puts a notice away. */
  dismiss(id: number): void {
    clearTimeout(this.#clocks.get(id)?.timer);
    this.#clocks.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
    // With the last of them goes the pointer or the focus that held the clock.
    if (this.list.length === 0) this.#paused = false;
  }

  /** Stops the clock of all of them. */
  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    for (const clock of this.#clocks.values()) {
      clearTimeout(clock.timer);
      clock.left -= this.#now() - clock.since;
    }
  }

  /** Lets it run on. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    for (const id of this.#clocks.keys()) this.#run(id);
  }

  #run(id: number): void {
    const clock = this.#clocks.get(id);
    if (clock === undefined) return;
    clock.since = this.#now();
    clock.timer = setTimeout(
      () => {
        this.dismiss(id);
      },
      Math.max(clock.left, 0),
    );
  }

  // One that passes anyway makes room before one that was meant to stay.
  #leastNeeded(): number {
    const passing = this.list.slice(0, -1).find(({ id }) => this.#clocks.has(id));
    return (passing ?? this.list[0])?.id ?? 0;
  }

  #once(id: number, action: NonNullable<Toast['action']>): NonNullable<Toast['action']> {
    return {
      label: action.label,
      run: () => {
        this.dismiss(id);
        action.run();
      },
    };
  }
}
