// Every command of the window, once. The palette, the menus, the keys and the cheat sheet are made of this list;
// what a command does stands in one place too, `views/acts.ts`.

import type { Settings } from '../generated/api';
import { m } from '../paraglide/messages';
import { parse, type Shortcut } from './shortcuts';

/** What names a command, in the settings file and in a menu. */
export type CommandId =
  | 'search.focus'
  | 'palette.open'
  | 'switcher.open'
  | 'go.library'
  | 'go.map'
  | 'go.gaps'
  | 'go.review'
  | 'go.bin'
  | 'go.bring'
  | 'go.settings'
  | 'go.activity'
  | 'go.gallery'
  | 'go.back'
  | 'go.forward'
  | 'list.next'
  | 'list.previous'
  | 'card.new'
  | 'card.edit'
  | 'card.copy-link'
  | 'card.open-window'
  | 'card.neighbourhood'
  | 'card.history'
  | 'card.still-true'
  | 'card.rename'
  | 'card.move'
  | 'card.split'
  | 'card.merge'
  | 'card.merge-copy'
  | 'card.delete'
  | 'bin.empty'
  | 'facets.clear'
  | 'library.choose'
  | 'library.import-folder'
  | 'library.import-table'
  | 'library.export'
  | 'library.rebuild'
  | 'library.refresh'
  | 'edit.undo'
  | 'edit.redo'
  | 'edit.replace'
  | 'view.theme-light'
  | 'view.theme-dark'
  | 'view.theme-system'
  | 'view.contrast'
  | 'view.density'
  | 'view.zoom-in'
  | 'view.zoom-out'
  | 'view.zoom-reset'
  | 'view.menu-bar'
  | 'window.new'
  | 'help.keys'
  | 'app.support';

/** What a command belongs to. */
export type CommandGroup = 'go' | 'card' | 'library' | 'view' | 'edit' | 'app';

/** The menus, from left to right. */
export type MenuName = 'file' | 'edit' | 'view' | 'go' | 'help';

/** How the window stands, as far as it decides which commands make sense. */
export interface Situation {
  /** Whether a library is open. */
  readonly library: boolean;
  /** Whether the library page is the one that is shown. */
  readonly listShown: boolean;
  /** Whether there are rows in the list. */
  readonly rows: boolean;
  /** Whether a card is shown. */
  readonly card: boolean;
  /** Whether a sync tool left a conflict copy of the card that is shown. */
  readonly copied: boolean;
  /** Whether a facet value is chosen. */
  readonly filtered: boolean;
  /** Whether the library is being changed or its index built. */
  readonly busy: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** What undoing and redoing are called now; absent where there is nothing to undo or redo. */
  readonly undo: string | undefined;
  readonly redo: string | undefined;
}

/** One command. */
export interface Command {
  readonly id: CommandId;
  readonly group: CommandGroup;
  /** What it is called; with the situation, what it is called just now. */
  readonly title: (situation?: Situation) => string;
  /** The keys it has unless the settings say otherwise. */
  readonly keys: readonly string[];
  /** Says why it makes no sense now; absent or nothing where it does. */
  readonly unless?: (situation: Situation) => string | undefined;
  /** Whether the same keys edit text, so that a field keeps them. */
  readonly yieldsToFields?: boolean;
  /** In which menu it stands, and in which part of it. */
  readonly menu?: { readonly name: MenuName; readonly part: number };
}

const needsLibrary = ({ library }: Situation) => (library ? undefined : m.command_no_library());
const needsCard = ({ card }: Situation) => (card ? undefined : m.command_no_card());
const needsCopy = ({ card, copied }: Situation) =>
  card ? (copied ? undefined : m.copy_no_copy()) : m.command_no_card();
const needsRows = ({ rows }: Situation) => (rows ? undefined : m.command_no_rows());
const needsRest = ({ library, busy }: Situation) =>
  library ? (busy ? m.command_busy() : undefined) : m.command_no_library();

/** Every command, in the order in which groups and lists show them. */
export const commands: readonly Command[] = [
  {
    id: 'search.focus',
    group: 'go',
    title: () => m.command_search(),
    keys: ['/', 'Ctrl+F'],
    unless: needsLibrary,
    menu: { name: 'go', part: 1 },
  },
  {
    id: 'switcher.open',
    group: 'go',
    title: () => m.command_switcher(),
    keys: ['Ctrl+O', 'Ctrl+P'],
    unless: needsLibrary,
    menu: { name: 'go', part: 1 },
  },
  {
    id: 'palette.open',
    group: 'go',
    title: () => m.command_palette(),
    keys: ['Ctrl+K', 'Ctrl+Shift+P'],
    menu: { name: 'help', part: 1 },
  },
  {
    id: 'go.library',
    group: 'go',
    title: () => m.command_library(),
    keys: ['G L'],
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.map',
    group: 'go',
    title: () => m.map_command(),
    keys: ['G M'],
    unless: needsLibrary,
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.gaps',
    group: 'go',
    title: () => m.gaps_command(),
    keys: ['G P'],
    unless: needsLibrary,
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.review',
    group: 'go',
    title: () => m.review_command(),
    keys: ['G R'],
    unless: needsLibrary,
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.bin',
    group: 'go',
    title: () => m.bin_command(),
    keys: ['G B'],
    unless: needsLibrary,
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.bring',
    group: 'go',
    title: () => m.bring_command(),
    keys: ['G I'],
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.activity',
    group: 'go',
    title: () => m.command_activity(),
    keys: ['G A'],
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.settings',
    group: 'go',
    title: () => m.command_settings(),
    keys: ['Ctrl+,', 'G S'],
    menu: { name: 'go', part: 2 },
  },
  {
    id: 'go.gallery',
    group: 'app',
    title: () => m.command_gallery(),
    keys: [],
    menu: { name: 'help', part: 2 },
  },
  {
    id: 'go.back',
    group: 'go',
    title: () => m.command_back(),
    keys: ['Alt+Left', 'Ctrl+['],
    unless: ({ canGoBack }) => (canGoBack ? undefined : m.command_no_back()),
    menu: { name: 'go', part: 3 },
  },
  {
    id: 'go.forward',
    group: 'go',
    title: () => m.command_forward(),
    keys: ['Alt+Right', 'Ctrl+]'],
    unless: ({ canGoForward }) => (canGoForward ? undefined : m.command_no_forward()),
    menu: { name: 'go', part: 3 },
  },
  {
    id: 'list.next',
    group: 'card',
    title: () => m.command_next(),
    keys: ['J'],
    unless: needsRows,
  },
  {
    id: 'list.previous',
    group: 'card',
    title: () => m.command_previous(),
    keys: ['K'],
    unless: needsRows,
  },
  {
    id: 'card.new',
    group: 'card',
    title: () => m.command_new_card(),
    keys: ['Ctrl+N'],
    unless: needsLibrary,
    menu: { name: 'file', part: 1 },
  },
  {
    id: 'card.edit',
    group: 'card',
    title: () => m.edit_command(),
    keys: ['E'],
    unless: needsCard,
    menu: { name: 'edit', part: 2 },
  },
  {
    id: 'card.open-window',
    group: 'card',
    title: () => m.command_open_window(),
    keys: ['Ctrl+Shift+O'],
    unless: needsCard,
    menu: { name: 'file', part: 1 },
  },
  {
    id: 'card.neighbourhood',
    group: 'card',
    title: () => m.map_around_command(),
    keys: ['Ctrl+Shift+M'],
    unless: needsCard,
    menu: { name: 'view', part: 4 },
  },
  {
    id: 'card.history',
    group: 'card',
    title: () => m.past_command(),
    keys: ['Ctrl+Shift+H'],
    unless: needsCard,
    menu: { name: 'view', part: 4 },
  },
  {
    id: 'card.still-true',
    group: 'card',
    title: () => m.review_confirm_command(),
    keys: ['Ctrl+Shift+Y'],
    unless: needsCard,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.rename',
    group: 'card',
    title: () => m.cardact_rename_command(),
    keys: ['F2'],
    unless: needsCard,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.move',
    group: 'card',
    title: () => m.cardact_move_command(),
    keys: [],
    unless: needsCard,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.split',
    group: 'card',
    title: () => m.cardact_split_command(),
    keys: [],
    unless: needsCard,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.merge',
    group: 'card',
    title: () => m.cardact_merge_command(),
    keys: [],
    unless: needsCard,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.merge-copy',
    group: 'card',
    title: () => m.copy_command(),
    keys: [],
    unless: needsCopy,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.delete',
    group: 'card',
    title: () => m.cardact_delete_command(),
    keys: ['Ctrl+Delete'],
    unless: needsCard,
    yieldsToFields: true,
    menu: { name: 'edit', part: 3 },
  },
  {
    id: 'card.copy-link',
    group: 'card',
    title: () => m.command_copy_link(),
    keys: ['Ctrl+Shift+L'],
    unless: needsCard,
    menu: { name: 'edit', part: 2 },
  },
  {
    id: 'facets.clear',
    group: 'library',
    title: () => m.command_clear_filters(),
    keys: [],
    unless: ({ filtered }) => (filtered ? undefined : m.command_no_filters()),
    menu: { name: 'edit', part: 2 },
  },
  {
    id: 'library.refresh',
    group: 'library',
    title: () => m.command_refresh(),
    keys: ['F5'],
    unless: needsRest,
    menu: { name: 'file', part: 2 },
  },
  {
    id: 'library.choose',
    group: 'library',
    title: () => m.command_choose(),
    keys: [],
    menu: { name: 'file', part: 2 },
  },
  {
    id: 'library.import-folder',
    group: 'library',
    title: () => m.bring_command_folder(),
    keys: [],
    unless: needsLibrary,
    menu: { name: 'file', part: 3 },
  },
  {
    id: 'library.import-table',
    group: 'library',
    title: () => m.bring_command_table(),
    keys: [],
    unless: needsLibrary,
    menu: { name: 'file', part: 3 },
  },
  {
    id: 'library.export',
    group: 'library',
    title: () => m.bring_command_export(),
    keys: [],
    unless: needsLibrary,
    menu: { name: 'file', part: 3 },
  },
  {
    id: 'library.rebuild',
    group: 'library',
    title: () => m.command_rebuild(),
    keys: [],
    unless: needsRest,
    menu: { name: 'file', part: 2 },
  },
  {
    id: 'bin.empty',
    group: 'library',
    title: () => m.bin_empty_command(),
    keys: [],
    unless: needsLibrary,
    menu: { name: 'file', part: 2 },
  },
  {
    id: 'edit.undo',
    group: 'edit',
    title: (situation) => situation?.undo ?? m.command_undo(),
    keys: ['Ctrl+Z'],
    unless: ({ undo }) => (undo === undefined ? m.command_no_undo() : undefined),
    yieldsToFields: true,
    menu: { name: 'edit', part: 1 },
  },
  {
    id: 'edit.redo',
    group: 'edit',
    title: (situation) => situation?.redo ?? m.command_redo(),
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    unless: ({ redo }) => (redo === undefined ? m.command_no_redo() : undefined),
    yieldsToFields: true,
    menu: { name: 'edit', part: 1 },
  },
  {
    id: 'edit.replace',
    group: 'edit',
    title: () => m.replace_command(),
    keys: ['Ctrl+Shift+F'],
    unless: needsLibrary,
    menu: { name: 'edit', part: 2 },
  },
  {
    id: 'view.theme-system',
    group: 'view',
    title: () => m.command_theme_system(),
    keys: [],
    menu: { name: 'view', part: 1 },
  },
  {
    id: 'view.theme-light',
    group: 'view',
    title: () => m.command_theme_light(),
    keys: [],
    menu: { name: 'view', part: 1 },
  },
  {
    id: 'view.theme-dark',
    group: 'view',
    title: () => m.command_theme_dark(),
    keys: [],
    menu: { name: 'view', part: 1 },
  },
  {
    id: 'view.contrast',
    group: 'view',
    title: () => m.command_contrast(),
    keys: [],
    menu: { name: 'view', part: 2 },
  },
  {
    id: 'view.density',
    group: 'view',
    title: () => m.command_density(),
    keys: [],
    menu: { name: 'view', part: 2 },
  },
  {
    id: 'view.zoom-in',
    group: 'view',
    title: () => m.command_zoom_in(),
    keys: ['Ctrl+=', 'Ctrl+Plus'],
    menu: { name: 'view', part: 3 },
  },
  {
    id: 'view.zoom-out',
    group: 'view',
    title: () => m.command_zoom_out(),
    keys: ['Ctrl+-'],
    menu: { name: 'view', part: 3 },
  },
  {
    id: 'view.zoom-reset',
    group: 'view',
    title: () => m.command_zoom_reset(),
    keys: ['Ctrl+0'],
    menu: { name: 'view', part: 3 },
  },
  {
    id: 'view.menu-bar',
    group: 'view',
    title: () => m.command_menu_bar(),
    keys: [],
    menu: { name: 'view', part: 4 },
  },
  {
    id: 'window.new',
    group: 'app',
    title: () => m.command_new_window(),
    keys: ['Ctrl+Shift+N'],
    menu: { name: 'file', part: 1 },
  },
  {
    id: 'help.keys',
    group: 'app',
    title: () => m.command_keys(),
    keys: ['?'],
    menu: { name: 'help', part: 1 },
  },
  {
    id: 'app.support',
    group: 'app',
    title: () => m.command_support(),
    keys: [],
    menu: { name: 'help', part: 2 },
  },
];

const byId = new Map<string, Command>(commands.map((command) => [command.id, command]));

/** Finds a command by its id, which may come from a menu or a file. */
export function commandOf(id: string): Command | undefined {
  return byId.get(id);
}

/** The groups in the order in which lists show them. */
export const groups: readonly CommandGroup[] = ['go', 'card', 'library', 'edit', 'view', 'app'];

/** The heading of a group. */
export function groupTitle(group: CommandGroup): string {
  return groupTitles[group]();
}

const groupTitles: Readonly<Record<CommandGroup, () => string>> = {
  go: () => m.command_group_go(),
  card: () => m.command_group_card(),
  library: () => m.command_group_library(),
  edit: () => m.command_group_edit(),
  view: () => m.command_group_view(),
  app: () => m.command_group_app(),
};

/** The keys of a command as text: those of the settings where they name it, else its own. */
export function keysOf(command: Command, overrides: Settings['shortcuts']): readonly string[] {
  const own = overrides[command.id];
  // Keys that cannot be read were left in the file by hand; the command keeps its own.
  if (own === undefined || (own !== '' && parse(own) === undefined)) return command.keys;
  return own === '' ? [] : [own];
}

/** The keys of every command. */
export function keymapOf(overrides: Settings['shortcuts']): ReadonlyMap<CommandId, readonly Shortcut[]> {
  return new Map(
    commands.map((command) => [
      command.id,
      keysOf(command, overrides)
        .map(parse)
        .filter((shortcut) => shortcut !== undefined),
    ]),
  );
}
