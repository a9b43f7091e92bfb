// @vitest-environment node
// The catalogue and the pages hold each other to their word: no text without a use, no use without a text.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { m } from '../src/paraglide/messages';

const src = new URL('../src/', import.meta.url);
const catalogue = JSON.parse(readFileSync(new URL('../messages/en.json', import.meta.url), 'utf8')) as object;

const pages = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => /\.(svelte|ts)$/.test(path) && !path.startsWith('paraglide') && !path.endsWith('.test.ts'),
  )
  .map((path) => readFileSync(new URL(path, src), 'utf8'))
  .join('\n');

describe('the catalogue', () => {
  it('holds what the pages say, and nothing else', () => {
    const used = new Set([...pages.matchAll(/\bm\.(\w+)\b/g)].map(([, key]) => key));
    expect(Object.keys(catalogue).sort()).toEqual([...used].sort());
  });

  it.each([
    [0, '0 cards'],
    [1, '1 card'],
    [1234, '1,234 cards'],
  ])('counts %d as “%s”', (count, words) => {
    expect(m.total_cards({ count })).toBe(words);
  });
});
