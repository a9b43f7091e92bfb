// What each setting does now, in one sentence. Where a setting leaves it to the system, the sentence says what the
// system asks for at present.

import type { Facility, Settings } from '../../generated/api';
import { m } from '../../paraglide/messages';

/** What the system asks for at present. */
export interface SystemWishes {
  readonly dark: boolean;
  readonly moreContrast: boolean;
  readonly lessMotion: boolean;
}

/** The sentence for the theme. */
export function themeNow(theme: Settings['theme'], { dark }: SystemWishes): string {
  if (theme === 'light') return m.settings_theme_now_light();
  if (theme === 'dark') return m.settings_theme_now_dark();
  return dark ? m.settings_theme_now_system_dark() : m.settings_theme_now_system_light();
}

/** The sentence for the contrast. */
export function contrastNow(contrast: Settings['contrast'], { moreContrast }: SystemWishes): string {
  if (contrast === 'more') return m.settings_contrast_now_more();
  return moreContrast ? m.settings_contrast_now_system_more() : m.settings_contrast_now_system_plain();
}

/** The sentence for the density. */
export function densityNow(density: Settings['density']): string {
  return density === 'compact' ? m.settings_density_now_compact() : m.settings_density_now_comfortable();
}

/** The sentence for motion. */
export function motionNow(motion: Settings['motion'], { lessMotion }: SystemWishes): string {
  if (motion === 'reduced') return m.settings_motion_now_reduced();
  return lessMotion ? m.settings_motion_now_system_reduced() : m.settings_motion_now_system_plain();
}

/** The sentence for the size of everything. */
export function zoomNow(zoom: number): string {
  return zoom === 100 ? m.settings_zoom_now_plain() : m.settings_zoom_now({ percent: percent(zoom) });
}

/** The sentence for the menu bar. */
export function menuBarNow(shown: boolean): string {
  return shown ? m.settings_menu_bar_now_on() : m.settings_menu_bar_now_off();
}

/** The sentence for the face of what is read. */
export function readingFontNow(font: Settings['reading_font']): string {
  return font === 'sans' ? m.settings_reading_font_now_sans() : m.settings_reading_font_now_serif();
}

/** The sentence for what the desktop does about a setting; nothing where it refuses, which is said at length. */
export function facilityNow(
  facility: Facility | undefined,
  on: () => string,
  off: () => string,
): string | undefined {
  switch (facility?.kind) {
    case 'on':
      return on();
    case 'off':
      return off();
    case 'absent':
      return m.desktop_state_absent();
    case 'refused':
    case undefined:
      return undefined;
  }
}

/** The sentence for what closing the last window does. */
export function keepRunningNow(keep: boolean, tray: Facility | undefined): string {
  if (!keep) return m.settings_keep_running_now_off();
  return tray?.kind === 'on' ? m.settings_keep_running_now_on() : m.settings_keep_running_now_no_tray();
}

/** A number of percent in the user's own form. */
export function percent(value: number): string {
  return new Intl.NumberFormat(undefined, { style: 'percent' }).format(value / 100);
}
