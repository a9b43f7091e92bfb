// The settings that are one of a few words, and the words.

import type { Settings as Values } from '../../generated/api';
import { m } from '../../paraglide/messages';

/** A setting that is one of a few words. */
export type ChoiceName = 'theme' | 'contrast' | 'density' | 'motion' | 'reading_font';

/** What can be chosen: the value in the file, and the word for it. */
export type Choices<Name extends ChoiceName> = readonly (readonly [Values[Name], () => string])[];

/** What can be chosen for each. */
export const choices: Readonly<{ [Name in ChoiceName]: Choices<Name> }> = {
  theme: [
    ['system', m.settings_as_system],
    ['light', m.settings_theme_light],
    ['dark', m.settings_theme_dark],
  ],
  contrast: [
    ['system', m.settings_as_system],
    ['more', m.settings_contrast_more],
  ],
  density: [
    ['comfortable', m.settings_density_comfortable],
    ['compact', m.settings_density_compact],
  ],
  motion: [
    ['system', m.settings_as_system],
    ['reduced', m.settings_motion_reduced],
  ],
  reading_font: [
    ['serif', m.settings_reading_font_serif],
    ['sans', m.settings_reading_font_sans],
  ],
};
