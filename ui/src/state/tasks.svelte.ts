// Long work: how far it is, what it came to, and what it left out.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, Task, TaskState } from '../generated/api';

/** How often the progress of work under way is asked for. */
const progressMs = 400;

/** A state in which the work still goes on. */
export type Ongoing = Extract<TaskState, { kind: 'running' | 'stopping' }>;

/** Says whether work still goes on. */
export function isOngoing(state: TaskState): state is Ongoing {
  return state.kind === 'running' || state.kind === 'stopping';
}

/** The state of all long work. */
export class Tasks {
  /** Each piece of work, the newest first; absent before the first answer. */
  list = $state.raw<readonly Task[]>();
  /** Why the work cannot be listed, stopped or taken up again. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** The newest work that still goes on. */
  get running(): Task | undefined {
    return this.list?.find(({ state }) => isOngoing(state));
  }

  /** Work that was stopped with files left to read, and nothing after it that read them. */
  get stopped(): Task | undefined {
    const [newest] = this.list ?? [];
    return newest?.state.kind === 'cancelled' && newest.state.done < newest.state.total ? newest : undefined;
  }

  /** Asks how far the work is, and goes on asking while there is any. */
  async refresh(): Promise<void> {
    await this.#ask(() => this.#call('tasks', {}));
  }

  /** Stops a piece of work. What it did before stays. */
  async cancel(id: number): Promise<void> {
    await this.#ask(() => this.#call('cancel_task', { id }));
  }

  /** Takes up the reading of files again where it was stopped. */
  async goOn(): Promise<void> {
    try {
      await this.#call('refresh_index', {});
    } catch (thrown) {
      this.error = toCallError(thrown);
      return;
    }
    await this.refresh();
  }

  /** Stops asking. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #ask(ask: () => Promise<{ tasks: Task[] }>): Promise<void> {
    const number = ++this.#asked;
    clearTimeout(this.#timer);
    try {
      const { tasks } = await ask();
      if (number !== this.#asked) return;
      this.list = tasks.toSorted((one, other) => other.id - one.id);
      this.error = undefined;
    } catch (thrown) {
      if (number !== this.#asked) return;
      this.error = toCallError(thrown);
    }
    // Progress is asked for, not announced: a count that moves a hundred times a second is no news to anyone.
    if (this.running !== undefined) this.#timer = setTimeout(() => void this.refresh(), progressMs);
  }
}
