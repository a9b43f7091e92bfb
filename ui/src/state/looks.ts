// How the page looks, put on its root element: attributes that the tokens answer to, and the size of everything.
//
// The settings come with the first answer of the program, which is later than the first frame. So the looks are kept
// in the page's own store as well, and the first frame wears what was worn last.

import type { Settings } from '../generated/api';

/** The settings that say how the page looks. */
export type Looks = Pick<Settings, 'theme' | 'contrast' | 'density' | 'motion' | 'reading_font' | 'zoom'>;

/** How the page looks when nothing says otherwise, and in safe mode. */
export const plainLooks: Looks = {
  theme: 'system',
  contrast: 'system',
  density: 'comfortable',
  motion: 'system',
  reading_font: 'serif',
  zoom: 100,
};

/** The least and the greatest size of everything, in percent, as the contract has them. */
export const zoomRange = { min: 50, max: 300, step: 10 } as const;

/** Puts looks on a page. */
export interface Wearer {
  /** Wears what was remembered, before the program has said anything. */
  recall: () => void;
  /** Wears these looks. */
  wear: (looks: Looks) => void;
  /** Remembers these looks for the next start. */
  remember: (looks: Looks) => void;
}

const storeKey = 'oneup.looks';

/** The values that each attribute may have; its plain look is no attribute at all. */
const attributes = {
  theme: ['light', 'dark'],
  contrast: ['more'],
  density: ['compact'],
  motion: ['reduced'],
  reading_font: ['sans'],
} as const satisfies Partial<Record<keyof Looks, readonly string[]>>;

const names = Object.keys(attributes) as (keyof typeof attributes)[];

/** Makes the wearer of a page. The store is asked for late: a page may be forbidden to have one. */
export function wearerOf(root: HTMLElement, store: () => Storage): Wearer {
  const wear = (looks: Looks) => {
    for (const name of names) put(root, name, looks[name]);
    root.style.fontSize = looks.zoom === plainLooks.zoom ? '' : `${looks.zoom}%`;
  };
  return {
    wear,
    recall() {
      const looks = readLooks(guarded(() => store().getItem(storeKey)));
      if (looks !== undefined) wear(looks);
    },
    remember({ theme, contrast, density, motion, reading_font, zoom }) {
      const kept: Looks = { theme, contrast, density, motion, reading_font, zoom };
      guarded(() => {
        store().setItem(storeKey, JSON.stringify(kept));
        return null;
      });
    },
  };
}

/** The wearer of this page. */
export function pageWearer(): Wearer {
  return wearerOf(document.documentElement, () => localStorage);
}

function put(root: HTMLElement, name: keyof typeof attributes, value: string): void {
  const attribute = `data-${name.replace('_', '-')}`;
  if ((attributes[name] as readonly string[]).includes(value)) root.setAttribute(attribute, value);
  else root.removeAttribute(attribute);
}

/** Reads what was remembered; whatever cannot be used is the plain look. */
function readLooks(written: string | null): Looks | undefined {
  if (written === null) return undefined;
  const found = parsed(written);
  if (typeof found !== 'object' || found === null) return undefined;
  const kept: Partial<Record<string, unknown>> = { ...found };
  const looks: Record<string, unknown> = { ...plainLooks };
  for (const name of names) {
    const value = kept[name];
    if ((attributes[name] as readonly unknown[]).includes(value)) looks[name] = value;
  }
  const zoom = kept['zoom'];
  if (typeof zoom === 'number' && zoom >= zoomRange.min && zoom <= zoomRange.max) looks['zoom'] = zoom;
  return looks as Looks;
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

/** A page without a store looks plain for its first frame, and that is all. */
function guarded(act: () => string | null): string | null {
  try {
    return act();
  } catch {
    return null;
  }
}
