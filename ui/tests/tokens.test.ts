// @vitest-environment node
// The contrast of every pair of colours that is used together, computed from the tokens themselves: WCAG AA, 4.5
// for text and 3 for the edges of controls, in light and in dark, and with more contrast asked for. Where the language
// of styles makes a thing be said twice, both are held to the same words.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Scheme = 'light' | 'dark';
type Colours = ReadonlyMap<string, Record<Scheme, string>>;

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');
const plain = colours(block(':root {'));
const asked = new Map([...plain, ...colours(block('@media (prefers-contrast: more) {'))]);
const chosen = new Map([...plain, ...colours(block(":root[data-contrast='more'] {"))]);

const text: readonly (readonly [string, readonly string[]])[] = [
  [
    'ink',
    ['canvas', 'surface', 'raised', 'hover', 'selected', 'neutral-ground', 'caution-ground', 'danger-ground'],
  ],
  ['ink-soft', ['canvas', 'surface', 'raised', 'hover', 'selected', 'neutral-ground']],
  ['ink-faint', ['canvas', 'surface', 'raised', 'hover']],
  ['accent', ['canvas', 'surface', 'raised', 'selected', 'neutral-ground']],
  ['on-accent', ['accent-fill', 'accent-fill-hover']],
  ['on-danger', ['danger-fill', 'danger-fill-hover']],
  ['on-match', ['match']],
  ['caution', ['caution-ground']],
  ['danger', ['danger-ground', 'canvas', 'surface', 'raised']],
  ['good', ['good-ground']],
];

const edges: readonly (readonly [string, readonly string[]])[] = [
  ['line-strong', ['canvas', 'surface', 'raised']],
  ['focus', ['canvas', 'surface', 'raised', 'selected', 'hover']],
  ['danger', ['surface', 'raised']],
  ['good', ['raised']],
  ['caution', ['raised']],
  ['accent', ['selected']],
];

describe.each([
  ['as they are', plain],
  ['with more contrast, as the system asks', asked],
  ['with more contrast, as the user chose', chosen],
] as const)('the colours, %s', (_, tokens) => {
  describe.each<Scheme>(['light', 'dark'])('%s', (scheme) => {
    it.each(pairs(text))('%s on %s can be read', (front, ground) => {
      expect(contrast(tokens, scheme, front, ground)).toBeGreaterThanOrEqual(4.5);
    });

    it.each(pairs(edges))('%s on %s can be seen', (front, ground) => {
      expect(contrast(tokens, scheme, front, ground)).toBeGreaterThanOrEqual(3);
    });
  });
});

describe('the tokens', () => {
  it('give every colour in light and in dark', () => {
    // Where the system's own few colours hold there is no light and no dark.
    const own = css.slice(0, css.indexOf('@media (forced-colors: active)'));
    const named = [...own.matchAll(/--color-([\w-]+):\s*([^;]+);/g)];
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(([, , value]) => !String(value).startsWith('light-dark('))).toEqual([]);
  });

  it.each([
    ['@media (prefers-contrast: more) {', ":root[data-contrast='more'] {"],
    ['@media (prefers-reduced-motion: reduce) {', ":root[data-motion='reduced'] {"],
  ])('say the same where the system asks and where the user chooses: %s', (asks, chooses) => {
    const lines = declarations(block(asks));
    expect(lines.length).toBeGreaterThan(2);
    expect(declarations(block(chooses))).toEqual(lines);
  });

  it('let every theme be chosen', () => {
    for (const theme of ['light', 'dark']) {
      expect(block(`:root[data-theme='${theme}'] {`)).toContain(`color-scheme: ${theme};`);
    }
  });

  it('set things closer with names that there are', () => {
    const all = declarations(block(':root {')).map((line) => line.split(':')[0]);
    for (const line of declarations(block(":root[data-density='compact'] {"))) {
      expect(all).toContain(line.split(':')[0]);
    }
  });
});

/** What stands between the braces that a line opens. */
function block(opening: string): string {
  const start = css.indexOf(`\n${opening}`) + opening.length + 1;
  if (start === opening.length) throw new Error(`There is no “${opening}”.`);
  return css.slice(start, css.indexOf('\n}\n', start));
}

/** The declarations of a block, one a line. */
function declarations(source: string): string[] {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('--'));
}

function colours(source: string): Colours {
  const found = source.matchAll(/--color-([\w-]+):\s*light-dark\((#\w+), (#\w+)\)/g);
  return new Map(
    [...found].map(([, name, light, dark]) => [String(name), { light: String(light), dark: String(dark) }]),
  );
}

function pairs(table: typeof text): [string, string][] {
  return table.flatMap(([front, grounds]) => grounds.map((ground): [string, string] => [front, ground]));
}

function contrast(tokens: Colours, scheme: Scheme, front: string, ground: string): number {
  const [one, other] = [front, ground].map((name) => {
    const colour = tokens.get(name);
    if (colour === undefined) throw new Error(`There is no --color-${name}.`);
    return luminance(colour[scheme]);
  }) as [number, number];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** The relative luminance of WCAG 2. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
