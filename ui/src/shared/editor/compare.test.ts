// Two versions side by side: nothing of either is lost in the comparison, and nothing is marked that both have.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, foldSame, type Line } from './compare';
import { editable, settled, type Conflict } from './parts';

const texts = fc
  .array(fc.stringMatching(/^[abc ]{0,8}$/), { maxLength: 10 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

const words = (line: Line) => line.words.map(({ text }) => text).join('');
const side = (lines: readonly Line[], without: Line['kind']) =>
  lines
    .filter(({ kind }) => kind !== without)
    .map((line) => `${words(line)}\n`)
    .join('');
const shown = (lines: readonly Line[]) =>
  lines.map(
    ({ kind, words: all }) =>
      `${kind[0] ?? ''} ${all.map(({ text, marked }) => (marked ? `{${text}}` : text)).join('')}`,
  );

describe('two versions', () => {
  it('can both be read back from their comparison', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = compareLines(before, after);
        expect(side(lines, 'added')).toBe(before);
        expect(side(lines, 'removed')).toBe(after);
      }),
    );
  });

  it('have the words marked that one of them has alone', () => {
    expect(
      shown(compareLines('The line stands for two hours.\n', 'The line stands for four hours.\n')),
    ).toEqual(['r The line stands for {two} hours.', 'a The line stands for {four} hours.']);
  });

  it('are marked whole where they say different things', () => {
    expect(shown(compareLines('Nobody knows why.\n', 'Ask the night shift first.\n'))).toEqual([
      'r {Nobody knows why.}',
      'a {Ask the night shift first.}',
    ]);
  });

  it('do not differ by how lines end', () => {
    expect(shown(compareLines('one\r\ntwo', 'one\ntwo\n'))).toEqual(['s one', 's two']);
  });

  it('may be one: all of it came or went', () => {
    expect(shown(compareLines(null, 'new\n'))).toEqual(['a {new}']);
    expect(shown(compareLines('old\n', null))).toEqual(['r {old}']);
    expect(compareLines(null, '')).toEqual([]);
  });
});

describe('what is the same', () => {
  it('is folded, but for what stands around a change', () => {
    const before = ['1', '2', '3', '4', '5', '6', '7'].join('\n');
    const passages = foldSame(compareLines(before, before.replace('7', 'seven')));
    expect(passages.map(({ kind, lines }) => [kind, lines.map(words)])).toEqual([
      ['fold', ['1', '2', '3', '4']],
      ['lines', ['5', '6', '7', 'seven']],
    ]);
  });

  it('is never lost by folding', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const lines = compareLines(before, after);
        expect(foldSame(lines).flatMap((passage) => passage.lines)).toEqual(lines);
      }),
    );
  });
});

describe('a conflict', () => {
  const conflict: Conflict = {
    id: 's',
    place: 'Section',
    base: 'x\n',
    mine: 'mine\r\nhere',
    theirs: 'theirs',
    joinable: true,
  };

  it.each([
    [{ kind: 'mine' } as const, 'mine\r\nhere'],
    [{ kind: 'theirs' } as const, 'theirs'],
    [{ kind: 'both' } as const, 'mine\r\nhere\r\ntheirs'],
    [{ kind: 'edit', text: 'new' } as const, 'new'],
  ])('is settled as %o', (choice, text) => {
    expect(settled(conflict, choice)).toBe(text);
  });

  it('is left out where the side that is taken has taken it out', () => {
    expect(settled({ ...conflict, theirs: null }, { kind: 'theirs' })).toBeNull();
    expect(settled({ ...conflict, theirs: null }, { kind: 'both' })).toBe(conflict.mine);
  });

  it('is written anew from what was chosen, or from all there is', () => {
    expect(editable(conflict, { kind: 'theirs' })).toBe('theirs');
    expect(editable(conflict, undefined)).toBe('mine\r\nhere\r\ntheirs');
    expect(editable({ ...conflict, joinable: false }, undefined)).toBe('mine\r\nhere');
    expect(editable({ ...conflict, mine: null, joinable: false }, undefined)).toBe('theirs');
  });
});
