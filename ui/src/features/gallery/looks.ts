// The looks one can try in the gallery. They hold while it is open; what the user chose in the settings comes back.

const attributes = ['theme', 'contrast', 'density', 'motion'] as const;

/** What can be tried. */
export type Look = (typeof attributes)[number];

/** The values of each look; the empty one is as the system has it. */
export const looks: Readonly<Record<Look, readonly string[]>> = {
  theme: ['', 'light', 'dark'],
  contrast: ['', 'more'],
  density: ['', 'compact'],
  motion: ['', 'reduced'],
};

/** What an element wears now. */
export function lookOf(root: HTMLElement, look: Look): string {
  const worn = root.dataset[look] ?? '';
  return looks[look].includes(worn) ? worn : '';
}

/** Tries a look on. */
export function wear(root: HTMLElement, look: Look, value: string): void {
  if (value === '') root.removeAttribute(`data-${look}`);
  else root.dataset[look] = value;
}

/** Remembers everything that can be tried, and gives it back when the returned function is called. */
export function rememberLooks(root: HTMLElement): () => void {
  const names = [...attributes.map((look) => `data-${look}`), 'dir', 'lang'];
  const worn = names.map((name) => [name, root.getAttribute(name)] as const);
  return () => {
    for (const [name, value] of worn) {
      if (value === null) root.removeAttribute(name);
      else root.setAttribute(name, value);
    }
  };
}
