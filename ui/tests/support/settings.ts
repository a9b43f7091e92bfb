// Settings and desktops for tests of state and of components, as the program would answer them.

import type { DesktopStatus, Settings, SettingsPage } from '../../src/generated/api';
import { defaultSettings } from '../../src/state/settings.svelte';

/** The settings of a file that says these. */
export function settingsPage(
  said: Partial<Settings> = {},
  safe = false,
  problems: SettingsPage['problems'] = [],
): SettingsPage {
  return {
    settings: { ...defaultSettings, ...said },
    file: '/home/ana/config.toml',
    problems,
    safe_mode: safe,
  };
}

/** A desktop on which everything works, but for what is said. */
export function desktopStatus(more: Partial<DesktopStatus> = {}): DesktopStatus {
  return {
    present: true,
    tray: { kind: 'on' },
    global_shortcut: { kind: 'on' },
    open_at_login: { kind: 'off' },
    links: { kind: 'on' },
    one_instance: { kind: 'on' },
    fallback_link: 'oneup://search',
    ...more,
  };
}
