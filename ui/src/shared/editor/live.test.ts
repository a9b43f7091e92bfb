// What steps back while the caret is elsewhere, what is completed, and where a link leads: all of it functions of the
// text and the caret.

import { ensureSyntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { liveRanges, type Touched } from './live';
import { cardMarkdown, frontMatterOf } from './markdown';
import { targetAt } from './targets';

const card = `---
type: force
tags: [a, b]
---

> Say *this* aloud.

## What is happening

It **leads** to [[night-stops|Night stops]] and [a page](https://example.org/x "t"), ~~not~~ \`code\`.[^one]

> Not to be said.

[^one]: [Table](https://example.org).
`;

function parsed(doc: string): EditorState {
  const state = EditorState.create({ doc, extensions: cardMarkdown() });
  // On a busy machine the first reading may stop early; what was read on is seen by the next state.
  ensureSyntaxTree(state, doc.length, 5000);
  return state.update({}).state;
}

/** The text as one sees it, hidden signs left out. */
function seen(doc: string, touched: Touched[] = []): string {
  const state = parsed(doc);
  let text = '';
  let at = 0;
  for (const { from, to, show } of liveRanges(state, 0, doc.length, touched)) {
    if (show !== 'nothing') continue;
    text += doc.slice(at, from);
    at = to;
  }
  return text + doc.slice(at);
}

const caret = (text: string): Touched[] => [{ from: card.indexOf(text), to: card.indexOf(text) }];

describe('live Markdown', () => {
  it('shows what the signs mean in place of the signs', () => {
    const text = seen(card);
    expect(text).toContain('It leads to Night stops and a page, not code.[^one]');
    expect(text).toContain('> Say this aloud.');
    expect(text).toContain('\nWhat is happening\n');
    expect(text).toContain('tags: [a, b]');
  });

  it('shows the signs where the caret is, and only there', () => {
    expect(seen(card, caret('night-stops'))).toContain('It leads to [[night-stops|Night stops]] and a page');
    expect(seen(card, caret('leads'))).toContain('It **leads** to Night stops');
    expect(seen(card, caret('What is happening'))).toContain('\n## What is happening\n');
  });

  it('leaves brackets alone that are no link', () => {
    expect(seen('An [aside] and [ ] and [[ open and a_b_c')).toBe('An [aside] and [ ] and [[ open and a_b_c');
  });

  it('tells the say line from other quotes, and the front matter from the rest', () => {
    const lines = liveRanges(parsed(card), 0, card.length, []).filter(({ show }) => show !== 'nothing');
    expect(lines.map(({ from, show }) => [card.slice(from).split('\n')[0], show])).toEqual([
      ['---', 'front-matter'],
      ['type: force', 'front-matter'],
      ['tags: [a, b]', 'front-matter'],
      ['---', 'front-matter'],
      ['> Say *this* aloud.', 'say'],
      ['## What is happening', 'heading-2'],
      ['> Not to be said.', 'quote'],
    ]);
  });

  it('knows front matter only at the very start, and only when it is closed', () => {
    expect(frontMatterOf(parsed('---\na: 1\n---\n').doc)).toEqual({ from: 4, to: 9 });
    expect(frontMatterOf(parsed('\n---\na: 1\n---\n').doc)).toBeUndefined();
    expect(frontMatterOf(parsed('---\na: 1\n').doc)).toBeUndefined();
  });
});

describe('a link', () => {
  it.each([
    ['night-stops', 'night-stops'],
    ['Night stops', 'night-stops'],
    ['a page', 'https://example.org/x'],
    ['example.org/x', 'https://example.org/x'],
    ['leads', undefined],
  ])('at “%s” leads to %s', (place, target) => {
    expect(targetAt(parsed(card), card.indexOf(place) + 1)).toBe(target);
  });
});
