// The say line as it is written, its words and the time they take; and what a new card of each type starts with.

import { describe, expect, it } from 'vitest';
import { cardTypes } from '../../state/newcard.svelte';
import { countWords, sayLineOf, secondsAloud } from './say';
import { templateFor } from './templates';

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

describe('a new card', () => {
  it.each(cardTypes.map((type) => [type]))('of type %s has its title selected', (type) => {
    const { text, selection } = templateFor({ id: 'new', type });
    expect(text.slice(selection.anchor, selection.head)).toBe('State a claim in one sentence');
    expect(text).toMatch(
      new RegExp(`^---\\nid: new\\ntype: ${type}\\ntitle: .+\\nstatus: draft\\n---\\n\\n\\S`),
    );
    expect(text.endsWith('\n')).toBe(true);
  });

  it.each([
    ['factor', ['What it is', 'Why it matters', 'How to weigh it']],
    ['conversation', ['Settles', 'Advice']],
    ['role', ['Answers for']],
    ['recommendation', ['What', 'Why', 'How to tell others']],
    ['only', ['Unique', 'Serves the client', 'Provable']],
  ])('of type %s has the headings that the program reads', (type, headings) => {
    const { text } = templateFor({ id: 'new', type });
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(
      expect.arrayContaining(headings),
    );
  });

  it('keeps a title that YAML would read as something else', () => {
    for (const [title, line] of [
      ['Prices: "up" again', 'title: "Prices: \\"up\\" again"'],
      ['yes', 'title: "yes"'],
      ['# of stops', 'title: "# of stops"'],
      ['Plain words', 'title: Plain words'],
    ] as const) {
      const { text, selection } = templateFor({ id: 'new', type: 'note', title });
      expect(text).toContain(`\n${line}\n`);
      expect(text.slice(selection.anchor)).toBe('(write here)\n');
    }
  });
});
