// Hears the keys and says which command they ask for, one press or two in a row.

import { commandOf, type CommandId } from './commands';
import { beginsWith, isHeld, type Shortcut, type Stroke } from './shortcuts';

/** How long the second press of a sequence is waited for. */
export const waitMs = 1_200;

/** What a press came to: a command, a wait for the next press, a wait that was broken off, or nothing. */
export type Heard = { run: CommandId } | 'waiting' | 'cancelled' | undefined;

/** Where a press happened. */
export interface Ear {
  /** Whether letters are typed there. */
  readonly field: boolean;
  /** Whether Option types characters, as on a Mac. */
  readonly mac: boolean;
}

/** Listens for shortcuts. */
export class Keys {
  /** What was pressed of a sequence so far. */
  waiting = $state.raw<readonly Stroke[]>([]);

  readonly #keymap: () => ReadonlyMap<CommandId, readonly Shortcut[]>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Listens for the shortcuts of a keymap, which may change between two presses. */
  constructor(keymap: () => ReadonlyMap<CommandId, readonly Shortcut[]>) {
    this.#keymap = keymap;
  }

  /** Takes a press. */
  hear(stroke: Stroke, ear: Ear): Heard {
    const before = this.waiting;
    this.forget();
    if (before.length > 0) {
      if (stroke.key === 'Escape') return 'cancelled';
      const heard = this.#find([...before, stroke], ear);
      if (heard !== undefined) return heard;
    }
    return this.#find([stroke], ear);
  }

  /** Forgets a sequence that was begun. */
  forget(): void {
    clearTimeout(this.#timer);
    this.waiting = [];
  }

  #find(strokes: readonly Stroke[], ear: Ear): Heard {
    let begun = false;
    for (const [id, shortcuts] of this.#keymap()) {
      for (const shortcut of shortcuts) {
        if (!beginsWith(shortcut, strokes) || keptByField(id, shortcut, ear)) continue;
        if (shortcut.length === strokes.length) return { run: id };
        begun = true;
      }
    }
    if (!begun) return undefined;
    this.waiting = strokes;
    this.#timer = setTimeout(() => {
      this.forget();
    }, waitMs);
    return 'waiting';
  }
}

/** Whether a field needs the keys for itself. */
function keptByField(id: CommandId, shortcut: Shortcut, { field, mac }: Ear): boolean {
  if (!field) return false;
  const option = mac && shortcut.some(({ alt, ctrl }) => alt && !ctrl);
  return !isHeld(shortcut) || option || commandOf(id)?.yieldsToFields === true;
}
