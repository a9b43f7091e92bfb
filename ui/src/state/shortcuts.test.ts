import { describe, expect, it } from 'vitest';
import {
  conflicts,
  format,
  isHeld,
  parse,
  refusalOf,
  strokeOf,
  type KeyPress,
  type Refusal,
  type Shortcut,
} from './shortcuts';

type Held = Partial<Omit<KeyPress, 'getModifierState'>> & { graph?: boolean };

function press(key: string, { graph = false, ...held }: Held = {}): KeyPress {
  return {
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    getModifierState: (name) => name === 'AltGraph' && graph,
    ...held,
  };
}

const typed = (pressed: KeyPress, mac = false) => {
  const stroke = strokeOf(pressed, mac);
  return stroke && format([stroke]);
};

describe('the text of a shortcut', () => {
  it.each([
    ['ctrl+k', 'Ctrl+K'],
    ['Shift+Ctrl+p', 'Ctrl+Shift+P'],
    ['g s', 'G S'],
    ['Alt+left', 'Alt+Left'],
    ['Ctrl+,', 'Ctrl+,'],
    ['Ctrl+Plus', 'Ctrl+Plus'],
    ['f5', 'F5'],
    ['?', '?'],
    // Which character is typed says already whether Shift was held.
    ['Shift+?', '?'],
    ['ctrl+é', 'Ctrl+É'],
  ])('%s is %s', (text, canonical) => {
    expect(format(parse(text) ?? [])).toBe(canonical);
  });

  it.each(['', ' ', 'Ctrl+', 'Ctrl+Ctrl+K', 'Hyper+K', 'G S L', 'Knob', 'F25', '+'])('%j is none', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('reads back what it writes', () => {
    const keys = ['A', 'Z', 'É', '/', '0', 'Plus', 'Left', 'F12', 'Space', '?'];
    const yes = [true, false];
    for (const key of keys)
      for (const ctrl of yes)
        for (const alt of yes)
          for (const shift of yes)
            for (const meta of yes) {
              const shortcut = parse(format([{ key, ctrl, alt, shift, meta }]));
              expect(shortcut).toBeDefined();
              expect(parse(format(shortcut ?? []))).toEqual(shortcut);
            }
  });
});

describe('what was pressed', () => {
  it.each<[string, string, Held]>([
    ['Ctrl+K', 'k', { ctrlKey: true }],
    ['Ctrl+Shift+P', 'P', { ctrlKey: true, shiftKey: true }],
    ['G', 'g', {}],
    ['Shift+G', 'G', { shiftKey: true }],
    // On a German keyboard both stand above other keys.
    ['/', '/', { shiftKey: true }],
    ['?', '?', { shiftKey: true }],
    ['Ctrl+Plus', '+', { ctrlKey: true }],
    ['Alt+Left', 'ArrowLeft', { altKey: true }],
    ['Shift+F5', 'F5', { shiftKey: true }],
    // No Latin letter, no digit: the place on the keyboard decides.
    ['Ctrl+K', 'л', { ctrlKey: true, code: 'KeyK' }],
    ['Ctrl+0', 'à', { ctrlKey: true, code: 'Digit0' }],
    // Dvorak types a Latin letter, and that letter decides.
    ['Ctrl+T', 't', { ctrlKey: true, code: 'KeyK' }],
  ])('%s', (text, key, held) => {
    expect(typed(press(key, held))).toBe(text);
  });

  it('AltGr is never Control with Alt', () => {
    expect(typed(press('@', { ctrlKey: true, altKey: true, graph: true }))).toBe('@');
  });

  it('Command is the main modifier of a Mac, and Control the other', () => {
    expect(typed(press('k', { metaKey: true }), true)).toBe('Ctrl+K');
    expect(typed(press('k', { ctrlKey: true }), true)).toBe('Meta+K');
    expect(typed(press('k', { metaKey: true }))).toBe('Meta+K');
  });

  it('a modifier alone, a dead key and a word being composed are nothing', () => {
    for (const key of ['Shift', 'Control', 'AltGraph', 'Dead', 'Process']) {
      expect(strokeOf(press(key), false)).toBeUndefined();
    }
    expect(strokeOf(press('k', { isComposing: true }), false)).toBeUndefined();
  });
});

describe('what a shortcut may be', () => {
  it.each<[string, Refusal | undefined]>([
    ['Tab', 'moves-focus'],
    ['Ctrl+Tab', 'moves-focus'],
    ['Escape', 'closes'],
    ['Enter', 'presses'],
    ['Shift+Enter', 'presses'],
    ['Left', 'edits'],
    ['Ctrl+C', 'clipboard'],
    ['nonsense', 'not-a-shortcut'],
    ['G Tab', 'moves-focus'],
    ['Ctrl+Enter', undefined],
    ['Ctrl+Shift+C', undefined],
    ['G S', undefined],
    ['F5', undefined],
  ])('%s: %s', (text, refusal) => {
    expect(refusalOf(text)).toBe(refusal);
  });

  it('types nothing if it is held or a function key', () => {
    expect(['Ctrl+K', 'F5', 'Alt+Left'].map((text) => isHeld(parse(text) ?? []))).toEqual([true, true, true]);
    expect(['G S', '?', 'Shift+G'].map((text) => isHeld(parse(text) ?? []))).toEqual([false, false, false]);
  });
});

describe('conflicts', () => {
  const map = (entries: Record<string, string[]>) =>
    new Map(
      Object.entries(entries).map(([id, texts]) => [
        id,
        texts.map(parse).filter((shortcut): shortcut is Shortcut => shortcut !== undefined),
      ]),
    );

  it('are the same keys, and keys that hide a sequence behind them', () => {
    expect(conflicts(map({ a: ['Ctrl+K'], b: ['ctrl+k'], c: ['G S'], d: ['G'], e: ['G L'] }))).toEqual([
      { one: 'a', other: 'b', keys: 'Ctrl+K' },
      { one: 'c', other: 'd', keys: 'G' },
      { one: 'd', other: 'e', keys: 'G' },
    ]);
  });

  it('are not two ways to one command', () => {
    expect(conflicts(map({ a: ['Ctrl+K', 'Ctrl+K'] }))).toEqual([]);
  });
});
