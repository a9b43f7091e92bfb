import { describe, expect, it } from 'vitest';
import { match, pieces, ranked } from './fuzzy';

const shown = (query: string, text: string) =>
  pieces(text, match(query, text)?.positions ?? [])
    .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
    .join('');

describe('matching', () => {
  it.each([
    ['gts', 'Go to the settings', '[G]o [t]o the [s]ettings'],
    ['set', 'Go to the settings', 'Go to the [set]tings'],
    ['theme dark', 'Theme: dark', '[Theme]: [dark]'],
    ['dark theme', 'Theme: dark', '[Theme]: [dark]'],
    ['uber', 'Über alles', '[Über] alles'],
    ['strasse', 'Straße', '[Straße]'],
    ['ffi', 'ﬃ', '[ﬃ]'],
  ])('%s in “%s”', (query, text, marked) => {
    expect(shown(query, text)).toBe(marked);
  });

  it('needs every letter, in order', () => {
    expect(match('tg', 'Go to')).toBeUndefined();
    expect(match('go x', 'Go to')).toBeUndefined();
    expect(match('', 'Go to')?.positions).toEqual([]);
  });

  it('prefers beginnings of words, letters side by side, and short texts', () => {
    const order = (query: string, texts: string[]) =>
      ranked(query, texts, (text) => text).map(({ item }) => item);
    expect(order('lib', ['A small ibex', 'Go to the library'])).toEqual([
      'Go to the library',
      'A small ibex',
    ]);
    expect(order('new', ['Open this card in a new window', 'New card…'])).toEqual([
      'New card…',
      'Open this card in a new window',
    ]);
    expect(order('', ['b', 'a'])).toEqual(['b', 'a']);
  });

  it('marks only letters that were asked for, whatever the text', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const letters = Array.from('abcéß :-漢🙂');
    const word = (length: number) =>
      Array.from({ length }, () => letters[random(letters.length)] ?? '').join('');
    for (let round = 0; round < 2_000; round += 1) {
      const text = word(random(14));
      const query = word(1 + random(4));
      const found = match(query, text);
      expect(
        pieces(text, found?.positions ?? [])
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
      // A text always finds itself, whole.
      expect(match(text, text)).toBeDefined();
      if (found === undefined) continue;
      expect([...new Set(found.positions)]).toEqual(found.positions);
      expect(found.positions.every((position) => position >= 0 && position < text.length)).toBe(true);
    }
  });
});
