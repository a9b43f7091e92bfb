// The say line as it is written, its words and the time they take.

import { describe, expect, it } from 'vitest';
import { countWords, sayLineOf, secondsAloud } from './say';

describe('the say line', () => {
  it.each([
    ['> Say *this* aloud.\n> And **this**.', 'Say this aloud. And this.'],
    ['\uFEFF---\r\ntitle: x\r\n---\r\n\r\n> Said.\r\n', 'Said.'],
    ['Words first.\n\n> Then said.[^one]', 'Then said.'],
    ['> See [[plant|the plant]], [[x]] and [a page](https://e.org).', 'See the plant, x and a page.'],
    ['> First paragraph.\n>\n> Second.', 'First paragraph.'],
    ['> [!note] Not said.', undefined],
    ['## Heading\n\n> Too late.', undefined],
    ['No quote.', undefined],
    ['---\n> in the front matter\n---\n', undefined],
  ])('of %j', (text, say) => {
    expect(sayLineOf(text)).toBe(say);
  });

  it('is counted in words that have letters or figures', () => {
    expect(countWords('One – two, 3 … четыре')).toBe(4);
    expect(countWords('')).toBe(0);
    expect(secondsAloud(45)).toBe(19);
  });
});
