// How a shortcut is shown and said: `Ctrl+K`, or `G S` for one key after another.

import { m } from '../paraglide/messages';

/** One key of a shortcut: as it is printed on the keyboard, and as it is said. */
export interface KeyCap {
  readonly shown: string;
  readonly spoken: string;
}

const names: Readonly<Record<string, () => string>> = {
  Ctrl: m.component_key_control,
  Cmd: m.component_key_command,
  Alt: m.component_key_alt,
  Shift: m.component_key_shift,
  Enter: m.component_key_enter,
  Escape: m.component_key_escape,
  Esc: m.component_key_escape,
  Space: m.component_key_space,
  Backspace: m.component_key_backspace,
  Delete: m.component_key_delete,
  ArrowLeft: m.component_key_left,
  Left: m.component_key_left,
  ArrowRight: m.component_key_right,
  Right: m.component_key_right,
  ArrowUp: m.component_key_up,
  Up: m.component_key_up,
  ArrowDown: m.component_key_down,
  Down: m.component_key_down,
  PageUp: m.component_key_page_up,
  PageDown: m.component_key_page_down,
  Home: m.component_key_home,
  End: m.component_key_end,
  '/': m.component_key_slash,
  '?': m.component_key_question,
  ',': m.component_key_comma,
  '.': m.component_key_period,
  '+': m.component_key_plus,
  '-': m.component_key_minus,
  '=': m.component_key_equals,
  '[': m.component_key_open_bracket,
  ']': m.component_key_close_bracket,
};

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  Left: '←',
  ArrowRight: '→',
  Right: '→',
  ArrowUp: '↑',
  Up: '↑',
  ArrowDown: '↓',
  Down: '↓',
  Escape: 'Esc',
};

const macSigns: Readonly<Record<string, string>> = { Ctrl: '⌘', Cmd: '⌘', Alt: '⌥', Shift: '⇧' };

const ariaNames: Readonly<Record<string, string>> = { Ctrl: 'Control', Cmd: 'Meta', Esc: 'Escape' };

/** Whether the keyboard in front of the user has a command key. */
export const hasCommandKey = /Mac|iPhone|iPad/.test(globalThis.navigator.userAgent);

/** Takes a shortcut apart: the steps, one after another, and the keys that are held together in each. */
export function keyCaps(keys: string, command = hasCommandKey): KeyCap[][] {
  return steps(keys).map((step) =>
    step.map((key) => ({
      shown: (command ? macSigns[key] : undefined) ?? signs[key] ?? key,
      spoken: (command && key === 'Ctrl' ? m.component_key_command : names[key])?.() ?? key,
    })),
  );
}

/** Says a shortcut in words: “Control K”, “G then S”. */
export function spokenKeys(keys: string, command = hasCommandKey): string {
  const said = keyCaps(keys, command).map((step) => step.map(({ spoken }) => spoken).join(' '));
  return said.reduce((first, next) => m.component_keys_then({ first, next }));
}

/** The shortcut as `aria-keyshortcuts` wants it; nothing for keys one after another, which it cannot say. */
export function ariaKeys(keys: string, command = hasCommandKey): string | undefined {
  const [step, ...more] = steps(keys);
  if (step === undefined || more.length > 0) return undefined;
  return step.map((key) => (command && key === 'Ctrl' ? 'Meta' : (ariaNames[key] ?? key))).join('+');
}

function steps(keys: string): string[][] {
  // A plus at the end is the key of that name.
  return keys.split(' ').map((step) => step.split(/\+(?=.)/));
}
