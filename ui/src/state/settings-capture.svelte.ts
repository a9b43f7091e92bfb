// Listens to the keys that the user presses to make them a shortcut.
//
// Keys held together are a shortcut at once. A key that types a letter may be the first of two, so the second is
// waited for a moment. Tab always leaves: a field that swallows it would be a trap.

import {
  format,
  isHeld,
  longestSequence,
  refusalOf,
  strokeOf,
  type KeyPress,
  type Refusal,
  type Shortcut,
  type Stroke,
} from './shortcuts';

/** How long a second key is waited for. */
const waitMs = 1_500;

/** How listening stands. */
export type Listening =
  { kind: 'idle' } | { kind: 'listening'; soFar: string } | { kind: 'refused'; keys: string; why: Refusal };

/** A listener for the keys of one command. */
export class KeyCapture {
  /** How listening stands. */
  state = $state.raw<Listening>({ kind: 'idle' });

  readonly #taken: (shortcut: Shortcut) => void;
  readonly #mac: boolean;
  #strokes: readonly Stroke[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes the listener, not yet listening; `taken` gets the keys, or an empty shortcut for none at all. */
  constructor(taken: (shortcut: Shortcut) => void, mac: boolean) {
    this.#taken = taken;
    this.#mac = mac;
  }

  /** Whether keys are being taken down. */
  get active(): boolean {
    return this.state.kind !== 'idle';
  }

  /** Begins, or begins anew. */
  begin(): void {
    this.#wait([]);
  }

  /** Leaves the keys as they were. */
  leave(): void {
    this.#stop();
  }

  /** Takes one press; says whether it was meant for the listener. */
  press(press: KeyPress): boolean {
    if (!this.active) return false;
    if (press.key === 'Tab') {
      this.leave();
      return false;
    }
    const stroke = strokeOf(press, this.#mac);
    if (stroke === undefined) return true;
    if (isBare(stroke, 'Escape')) this.leave();
    else if (isBare(stroke, 'Enter') && this.#strokes.length > 0) this.#end();
    else if (isBare(stroke, 'Backspace')) this.#take([]);
    else this.#hear(stroke);
    return true;
  }

  #hear(stroke: Stroke): void {
    const strokes = [...this.#strokes, stroke];
    const keys = format(strokes);
    const why = refusalOf(keys);
    if (why !== undefined) {
      this.#wait([]);
      this.state = { kind: 'refused', keys, why };
    } else if (strokes.length === longestSequence || isHeld(strokes)) {
      this.#take(strokes);
    } else {
      this.#wait(strokes);
      this.#timer = setTimeout(() => {
        this.#end();
      }, waitMs);
    }
  }

  #wait(strokes: readonly Stroke[]): void {
    clearTimeout(this.#timer);
    this.#strokes = strokes;
    this.state = { kind: 'listening', soFar: format(strokes) };
  }

  #end(): void {
    this.#take(this.#strokes);
  }

  #take(shortcut: Shortcut): void {
    this.#stop();
    this.#taken(shortcut);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#strokes = [];
    this.state = { kind: 'idle' };
  }
}

function isBare(stroke: Stroke, key: string): boolean {
  return stroke.key === key && !stroke.ctrl && !stroke.alt && !stroke.shift && !stroke.meta;
}
