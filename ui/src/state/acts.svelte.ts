// What can be undone and redone, in the words of what was done, and the telling of it.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { Act } from '../generated/api';
import { m } from '../paraglide/messages';
import type { Toasts } from './toasts.svelte';

/** The two ends of the stack of what was done. */
export class Acts {
  /** What would be undone next. */
  undoable = $state.raw<Act>();
  /** What would be redone next. */
  redoable = $state.raw<Act>();

  readonly #call: Call;
  readonly #toasts: Pick<Toasts, 'show'>;
  #asked = 0;
  #acting = false;

  /** Makes the state; what comes of an act is told as a toast. */
  constructor(call: Call, toasts: Pick<Toasts, 'show'>) {
    this.#call = call;
    this.#toasts = toasts;
  }

  /** What the command is called now: “Undo: theme changed to dark”. */
  get undoTitle(): string {
    return this.undoable === undefined ? m.undo_undo() : m.undo_undo_words({ words: this.undoable.words });
  }

  /** What the command is called now: “Redo: theme changed to dark”. */
  get redoTitle(): string {
    return this.redoable === undefined ? m.undo_redo() : m.undo_redo_words({ words: this.redoable.words });
  }

  /** Asks what can be undone and redone. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const acts = await this.#call('acts', {});
      if (number !== this.#asked) return;
      this.undoable = acts.undo ?? undefined;
      this.redoable = acts.redo ?? undefined;
    } catch {
      // The titles stay as they were; undoing itself says what is wrong.
    }
  }

  /** The act that was done last. Who wrote something asks at once, so that its notice takes back that and no other. */
  async latest(): Promise<Act | undefined> {
    try {
      const { undo } = await this.#call('acts', {});
      return undo ?? undefined;
    } catch {
      // A notice can do without a way to undo; the command is still there.
      return undefined;
    }
  }

  /** Undoes what was done last; where one act is meant, that one or nothing. */
  undo(meant?: Act): Promise<void> {
    return this.#act('undo', meant);
  }

  /** Does again what was undone last; where one act is meant, that one or nothing. */
  redo(meant?: Act): Promise<void> {
    return this.#act('redo', meant);
  }

  async #act(act: 'undo' | 'redo', meant: Act | undefined): Promise<void> {
    // Two presses in a row are two acts, but the second is asked for when the first is known to have worked.
    if (this.#acting) return;
    this.#acting = true;
    try {
      const { act: done, acts } = await this.#call(act, meant === undefined ? {} : { act: meant.id });
      this.#asked += 1;
      this.undoable = acts.undo ?? undefined;
      this.redoable = acts.redo ?? undefined;
      this.#tell(act, done);
    } catch (thrown) {
      const { message, hint } = toCallError(thrown);
      this.#toasts.show({
        text: hint === undefined ? message : `${message} ${hint}`,
        tone: 'danger',
        lasting: true,
      });
    } finally {
      this.#acting = false;
    }
  }

  #tell(act: 'undo' | 'redo', done: Act | null): void {
    if (done === null) {
      this.#toasts.show({ text: act === 'undo' ? m.undo_nothing() : m.undo_nothing_again() });
      return;
    }
    const { words } = done;
    this.#toasts.show(
      act === 'undo'
        ? {
            text: m.undo_undone({ words }),
            action: { label: m.undo_redo(), run: () => void this.redo(done) },
          }
        : {
            text: m.undo_redone({ words }),
            action: { label: m.undo_undo(), run: () => void this.undo(done) },
          },
    );
  }
}
