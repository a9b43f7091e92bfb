// Shortcuts as text, as key presses, and against each other. Pure.
//
// The portable text is what the settings file holds: `Ctrl+Shift+P` for keys held together, `G S` for one after
// the other. `Ctrl` is the main modifier of the platform: Command on a Mac. A press is matched by the letter it
// types, so a shortcut stays with its letter on every layout; where a layout types no Latin letter or digit, its
// place on the keyboard decides.

import { m } from '../paraglide/messages';

/** One press of a shortcut. */
export interface Stroke {
  /** The main modifier: Control, or Command on a Mac. */
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** The other one: the system key, or Control on a Mac. */
  readonly meta: boolean;
  /** A capital letter, a character, or a name such as `Left` or `F5`. */
  readonly key: string;
}

/** Presses that follow one another; most shortcuts have one. */
export type Shortcut = readonly Stroke[];

/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
  getModifierState: (name: string) => boolean;
}

/** Why a shortcut cannot be given to a command. */
export type Refusal = 'not-a-shortcut' | 'moves-focus' | 'closes' | 'presses' | 'edits' | 'clipboard';

/** Longer sequences are a game, not a shortcut. */
export const longestSequence = 2;

/** Event names of keys whose portable name differs. */
const named: Readonly<Record<string, string>> = {
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ' ': 'Space',
  '+': 'Plus',
  Esc: 'Escape',
};

const names = new Set(
  'Left Right Up Down Space Plus Home End PageUp PageDown Insert Delete Backspace Enter Escape Tab'.split(
    ' ',
  ),
);
const modifiers = new Set('Control Shift Alt Meta AltGraph CapsLock Dead Process Unidentified Fn'.split(' '));
const functionKey = /^F([1-9]|1\d|2[0-4])$/;

/** Reads a shortcut from its text; nothing where it is none. Capitals do not matter. */
export function parse(text: string): Shortcut | undefined {
  const words = text.trim().split(/\s+/);
  if (words.length > longestSequence) return undefined;
  const strokes = words.map(parseStroke);
  return strokes.every((stroke) => stroke !== undefined) ? strokes : undefined;
}

function parseStroke(word: string): Stroke | undefined {
  const parts = word.split('+');
  const key = keyNamed(parts.pop() ?? '');
  const held = parts.map((part) => part.toLowerCase());
  const known = held.every((part) => ['ctrl', 'alt', 'shift', 'meta'].includes(part));
  if (key === undefined || !known || new Set(held).size !== held.length) return undefined;
  const has = (name: string) => held.includes(name);
  return stroke(key, has('ctrl'), has('alt'), has('shift'), has('meta'));
}

function keyNamed(word: string): string | undefined {
  if (Array.from(word).length === 1) return /\s|\p{C}/u.test(word) ? undefined : word.toUpperCase();
  const capital = word.toUpperCase();
  if (functionKey.test(capital)) return capital;
  return [...names].find((name) => name.toUpperCase() === capital);
}

/** A stroke; Shift counts only where it does not itself decide which character is typed. */
function stroke(key: string, ctrl: boolean, alt: boolean, shift: boolean, meta: boolean): Stroke {
  return { key, ctrl, alt, shift: shift && shiftCounts(key), meta };
}

function shiftCounts(key: string): boolean {
  return isLetter(key) || (key !== 'Plus' && names.has(key)) || functionKey.test(key);
}

function isLetter(key: string): boolean {
  return key.length === 1 && /\p{L}/u.test(key);
}

/** Writes a shortcut as its text. */
export function format(shortcut: Shortcut): string {
  return shortcut
    .map(({ ctrl, alt, shift, meta, key }) =>
      [ctrl && 'Ctrl', alt && 'Alt', shift && 'Shift', meta && 'Meta', key].filter(Boolean).join('+'),
    )
    .join(' ');
}

/** What was pressed; nothing for a bare modifier, or while a word is being composed. */
export function strokeOf(press: KeyPress, mac: boolean): Stroke | undefined {
  if (press.isComposing || modifiers.has(press.key)) return undefined;
  const key = keyOf(press);
  if (key === undefined) return undefined;
  // AltGr reports itself as Control with Alt, yet it only types a character.
  const graph = press.getModifierState('AltGraph');
  const control = press.ctrlKey && !graph;
  const [ctrl, meta] = mac ? [press.metaKey, control] : [control, press.metaKey];
  return stroke(key, ctrl, press.altKey && !graph, press.shiftKey, meta);
}

function keyOf({ key, code }: KeyPress): string | undefined {
  if (functionKey.test(key)) return key;
  const name = named[key] ?? key;
  if (names.has(name)) return name;
  if (Array.from(key).length !== 1) return undefined;
  if (key.charCodeAt(0) < 128) return key.toUpperCase();
  // A Cyrillic or Greek layout types no Latin letter, a French one no bare digit: the place decides.
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  return place?.[1] ?? place?.[2] ?? key.toUpperCase();
}

/** Whether two strokes are the same. */
export function same(one: Stroke, other: Stroke): boolean {
  return (
    one.key === other.key &&
    one.ctrl === other.ctrl &&
    one.alt === other.alt &&
    one.shift === other.shift &&
    one.meta === other.meta
  );
}

/** Whether a shortcut begins with these strokes, or is them. */
export function beginsWith(shortcut: Shortcut, strokes: readonly Stroke[]): boolean {
  return strokes.every((stroke, at) => {
    const other = shortcut[at];
    return other !== undefined && same(stroke, other);
  });
}

/** Whether a shortcut types nothing: it holds Control, Alt or the system key, or is a function key. */
export function isHeld(shortcut: Shortcut): boolean {
  return shortcut.every(({ ctrl, alt, meta, key }) => ctrl || alt || meta || functionKey.test(key));
}

const pressing = new Set(['Enter', 'Space']);
const editing = new Set('Left Right Up Down Home End PageUp PageDown Delete Backspace Insert'.split(' '));
const clipboard = new Set(['A', 'C', 'V', 'X']);

/** Says why a shortcut belongs to something else, or is none; nothing where it is free to be used. */
export function refusalOf(text: string): Refusal | undefined {
  const shortcut = parse(text);
  if (shortcut === undefined) return 'not-a-shortcut';
  for (const { ctrl, alt, shift, meta, key } of shortcut) {
    const bare = !ctrl && !alt && !meta;
    if (key === 'Tab') return 'moves-focus';
    if (key === 'Escape') return 'closes';
    if (bare && pressing.has(key)) return 'presses';
    if (bare && editing.has(key)) return 'edits';
    if (ctrl && !alt && !shift && !meta && clipboard.has(key)) return 'clipboard';
  }
  return undefined;
}

/** The sentence that tells a refusal. */
export function refusalWord(refusal: Refusal): string {
  return refusals[refusal]();
}

const refusals: Readonly<Record<Refusal, () => string>> = {
  'not-a-shortcut': () => m.keys_refused_not_a_shortcut(),
  'moves-focus': () => m.keys_refused_moves_focus(),
  closes: () => m.keys_refused_closes(),
  presses: () => m.keys_refused_presses(),
  edits: () => m.keys_refused_edits(),
  clipboard: () => m.keys_refused_clipboard(),
};

/** Two commands that the same keys would run, or where one would never be heard behind the other. */
export interface Conflict<Id extends string> {
  readonly one: Id;
  readonly other: Id;
  /** The keys that both begin with. */
  readonly keys: string;
}

/** Every pair of commands that get in each other's way. */
export function conflicts<Id extends string>(keymap: ReadonlyMap<Id, readonly Shortcut[]>): Conflict<Id>[] {
  const bound = [...keymap].flatMap(([id, shortcuts]) => shortcuts.map((shortcut) => ({ id, shortcut })));
  const found: Conflict<Id>[] = [];
  bound.forEach((one, at) => {
    for (const other of bound.slice(at + 1)) {
      const [short, long] =
        one.shortcut.length <= other.shortcut.length
          ? [one.shortcut, other.shortcut]
          : [other.shortcut, one.shortcut];
      if (one.id !== other.id && beginsWith(long, short))
        found.push({ one: one.id, other: other.id, keys: format(short) });
    }
  });
  return found;
}
