// Every row of the settings page: in which part it stands, what it is called, what it does. The page is built from
// it, and the filter looks through it.

import { m } from '../../paraglide/messages';
import { commands, groups, groupTitle, keysOf, type Command } from '../../state/commands';
import type { SettingName } from '../../state/settings.svelte';
import type { Overrides } from '../../state/settings-keys';

/** The parts of the page, in their order. */
export const sectionIds = ['looks', 'reading', 'keys', 'desktop', 'library', 'safety'] as const;

/** A part of the page; the same word stands in the address. */
export type SectionId = (typeof sectionIds)[number];

/** What a row is known by: the name of its setting, or of what is no setting. */
export type RowId =
  SettingName | 'links' | 'one_instance' | 'library' | 'index' | 'safe' | 'reset_all' | 'network' | 'support';

/** One row. */
export interface Row {
  readonly id: RowId;
  readonly section: SectionId;
  readonly label: () => string;
  readonly explains: () => string;
}

/** The heading of a part. */
export const sectionWords: Readonly<Record<SectionId, () => string>> = {
  looks: m.settings_looks,
  reading: m.settings_reading,
  keys: m.settings_keys,
  desktop: m.settings_desktop,
  library: m.settings_library,
  safety: m.settings_safety,
};

const words: Readonly<Record<RowId, readonly [SectionId, () => string, () => string]>> = {
  theme: ['looks', m.settings_theme, m.settings_theme_explains],
  contrast: ['looks', m.settings_contrast, m.settings_contrast_explains],
  density: ['looks', m.settings_density, m.settings_density_explains],
  motion: ['looks', m.settings_motion, m.settings_motion_explains],
  zoom: ['looks', m.settings_zoom, m.settings_zoom_explains],
  menu_bar: ['looks', m.settings_menu_bar, m.settings_menu_bar_explains],
  reading_font: ['reading', m.settings_reading_font, m.settings_reading_font_explains],
  shortcuts: ['keys', m.settings_shortcuts, m.settings_shortcuts_explains],
  global_shortcut: ['desktop', m.settings_global_shortcut, m.settings_global_shortcut_explains],
  tray: ['desktop', m.settings_tray, m.settings_tray_explains],
  keep_running: ['desktop', m.settings_keep_running, m.settings_keep_running_explains],
  open_at_login: ['desktop', m.settings_open_at_login, m.settings_open_at_login_explains],
  links: ['desktop', m.desktop_links, m.desktop_links_explains],
  one_instance: ['desktop', m.desktop_one_instance, m.desktop_one_instance_explains],
  library: ['library', m.settings_library_where, m.settings_library_explains],
  index: ['library', m.settings_library_index, m.settings_library_index_explains],
  safe: ['safety', m.settings_safe, m.settings_safe_explains],
  reset_all: ['safety', m.settings_reset_all, m.settings_reset_all_explains],
  network: ['safety', m.settings_network, m.settings_network_explains],
  support: ['safety', m.settings_support, m.settings_support_explains],
};

/** Every row, in the order of the page. */
export const rows: readonly Row[] = (Object.keys(words) as RowId[]).map((id) => rowOf(id));

/** The row of this id. */
export function rowOf(id: RowId): Row {
  const [section, label, explains] = words[id];
  return { id, section, label, explains };
}

/** The rows that a word of the user fits: by what they are called, what they do, their part or their name in the file. */
export function rowsFor(query: string): ReadonlySet<RowId> {
  return new Set(
    rows
      .filter(({ id, section, label, explains }) =>
        fits(query, [id, id.replaceAll('_', ' '), sectionWords[section](), label(), explains()]),
      )
      .map(({ id }) => id),
  );
}

/** The commands that a word of the user fits, group by group: by their title, group, id or keys. */
export function commandsFor(query: string, overrides: Overrides): readonly Command[] {
  return groups.flatMap((group) =>
    commands.filter(
      (command) =>
        command.group === group &&
        fits(query, [command.title(), groupTitle(group), command.id, ...keysOf(command, overrides)]),
    ),
  );
}

/** Says whether a word of the address names a part. */
export function isSection(word: string | undefined): word is SectionId {
  return (sectionIds as readonly (string | undefined)[]).includes(word);
}

function fits(query: string, texts: readonly string[]): boolean {
  const text = folded(texts.join(' '));
  return folded(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}
