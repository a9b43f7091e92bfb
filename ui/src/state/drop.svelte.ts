// Files that were dropped on the window: what would happen is shown first, and done only if the user agrees.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, DroppedFiles, DropTaken } from '../generated/api';

/** The question about dropped files. */
export class Drop {
  /** The files; absent while none are asked about. */
  files = $state.raw<DroppedFiles>();
  /** Whether they are being taken. */
  busy = $state(false);
  /** Why they cannot be taken. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #taken: (files: DroppedFiles, taken: DropTaken) => void;

  /** Makes the question; `taken` hears what came of it. */
  constructor(call: Call, taken: (files: DroppedFiles, taken: DropTaken) => void) {
    this.#call = call;
    this.#taken = taken;
  }

  /** Whether anything can be taken at all. */
  get possible(): boolean {
    return this.files !== undefined && (this.files.folder !== null || this.files.cards.length > 0);
  }

  /** Asks. Files dropped before are let be. */
  ask(files: DroppedFiles): void {
    if (this.files !== undefined) void this.refuse();
    this.files = files;
    this.error = undefined;
  }

  /** Takes the files. */
  async accept(): Promise<void> {
    const { files } = this;
    if (files === undefined || this.busy) return;
    this.busy = true;
    this.error = undefined;
    try {
      const taken = await this.#call('answer_drop', { id: files.id, accept: true });
      if (this.files === files) this.files = undefined;
      this.#taken(files, taken);
    } catch (thrown) {
      if (this.files === files) this.error = toCallError(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Lets the files be. */
  async refuse(): Promise<void> {
    const { files } = this;
    if (files === undefined) return;
    this.files = undefined;
    // What was never taken needs no answer that anyone waits for.
    await this.#call('answer_drop', { id: files.id, accept: false }).catch(() => undefined);
  }
}
