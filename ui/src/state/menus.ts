// The native menus, made of the commands. Pure.

import type { MenuItem, Settings, ShowMenuRequest } from '../generated/api';
import { m } from '../paraglide/messages';
import { commands, keysOf, type Command, type MenuName, type Situation } from './commands';
import { isHeld, parse } from './shortcuts';

const titles: readonly (readonly [MenuName, () => string])[] = [
  ['file', () => m.command_menu_file()],
  ['edit', () => m.command_menu_edit()],
  ['view', () => m.command_menu_view()],
  ['go', () => m.command_menu_go()],
  ['help', () => m.command_menu_help()],
];

/** The menus with the keys that hold now. */
export function menusOf(
  settings: Pick<Settings, 'menu_bar' | 'shortcuts'>,
  situation: Situation,
): ShowMenuRequest {
  return {
    menus: titles.map(([name, title]) => ({
      title: title(),
      items: itemsOf(name, settings.shortcuts, situation),
    })),
    visible: settings.menu_bar,
  };
}

function itemsOf(name: MenuName, shortcuts: Settings['shortcuts'], situation: Situation): MenuItem[] {
  const items: MenuItem[] = [];
  let part: number | undefined;
  const mine = commands.filter(({ menu }) => menu?.name === name);
  for (const command of mine.toSorted((one, other) => partOf(one) - partOf(other))) {
    if (part !== undefined && part !== partOf(command)) items.push({ kind: 'separator' });
    part = partOf(command);
    items.push({
      kind: 'command',
      id: command.id,
      label: command.title(situation),
      keys: menuKeys(command, shortcuts),
      enabled: isEnabled(command, situation),
    });
  }
  return items;
}

function partOf({ menu }: Command): number {
  return menu?.part ?? 0;
}

/** A menu can show keys that are held together; letters in a row are the page's own. */
function menuKeys(command: Command, shortcuts: Settings['shortcuts']): string | null {
  const held = keysOf(command, shortcuts).find((text) => {
    const shortcut = parse(text);
    return shortcut?.length === 1 && isHeld(shortcut);
  });
  return held ?? null;
}

/**
 * Menus are sent anew for each difference, and most of the situation changes with every letter that is typed. So
 * only undo and redo are greyed; the others say why they cannot be done when they are chosen.
 */
function isEnabled({ id, unless }: Command, situation: Situation): boolean {
  return id !== 'edit.undo' && id !== 'edit.redo' ? true : unless?.(situation) === undefined;
}
