// Which keys belong to which command once the user has their say: giving keys, taking them from another command,
// putting them back. Pure.

import type { Settings } from '../generated/api';
import { commandOf, keymapOf, type CommandId } from './commands';
import { beginsWith, format, type Shortcut } from './shortcuts';

/** The keys that differ from the defaults: command id to keys, empty for none. */
export type Overrides = Settings['shortcuts'];

/** The other commands that these keys would run, or that could not be heard behind them. */
export function holdersOf(overrides: Overrides, id: CommandId, wanted: Shortcut): CommandId[] {
  return [...keymapOf(overrides)]
    .filter(([other, shortcuts]) => other !== id && shortcuts.some((shortcut) => clash(shortcut, wanted)))
    .map(([other]) => other);
}

/** Gives keys to a command; what are its default keys anyway is no override. */
export function given(overrides: Overrides, id: CommandId, keys: string): Overrides {
  const usual = commandOf(id)?.keys ?? [];
  const isUsual = keys === '' ? usual.length === 0 : usual.length === 1 && usual[0] === keys;
  return isUsual ? restored(overrides, id) : { ...overrides, [id]: keys };
}

/** Gives keys to a command and takes them from those that have them. One that has other keys too keeps the first. */
export function taken(overrides: Overrides, id: CommandId, wanted: Shortcut): Overrides {
  const keymap = keymapOf(overrides);
  let after = overrides;
  for (const holder of holdersOf(overrides, id, wanted)) {
    const left = keymap.get(holder)?.find((shortcut) => !clash(shortcut, wanted));
    after = given(after, holder, left === undefined ? '' : format(left));
  }
  return given(after, id, format(wanted));
}

/** Puts one command back to its default keys. */
export function restored(overrides: Overrides, id: CommandId): Overrides {
  return Object.fromEntries(Object.entries(overrides).filter(([other]) => other !== id));
}

function clash(one: Shortcut, other: Shortcut): boolean {
  return one.length <= other.length ? beginsWith(other, one) : beginsWith(one, other);
}
