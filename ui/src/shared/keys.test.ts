import { describe, expect, it } from 'vitest';
import { ariaKeys, keyCaps, spokenKeys } from './keys';

describe('a shortcut', () => {
  it.each([
    ['Ctrl+K', [['Ctrl', 'K']]],
    ['G S', [['G'], ['S']]],
    ['Ctrl++', [['Ctrl', '+']]],
    ['Alt+ArrowLeft', [['Alt', '←']]],
    ['?', [['?']]],
  ])('%s is shown key by key', (keys, shown) => {
    expect(keyCaps(keys, false).map((step) => step.map((cap) => cap.shown))).toEqual(shown);
  });

  it('has the signs of the keyboard that has a command key', () => {
    expect(keyCaps('Ctrl+Shift+P', true)[0]?.map(({ shown }) => shown)).toEqual(['⌘', '⇧', 'P']);
  });

  it.each([
    ['Ctrl+K', 'Control K'],
    ['G S', 'G then S'],
    ['?', 'Question mark'],
    ['Alt+Left', 'Alt Left arrow'],
  ])('%s is said as “%s”', (keys, words) => {
    expect(spokenKeys(keys, false)).toBe(words);
  });

  it.each([
    ['Ctrl+K', 'Control+K'],
    ['Esc', 'Escape'],
    ['G S', undefined],
  ])('%s is declared as %s', (keys, declared) => {
    expect(ariaKeys(keys, false)).toBe(declared);
  });
});
