import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keymapOf } from './commands';
import { Keys, waitMs, type Heard } from './keys.svelte';
import { parse } from './shortcuts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function made(overrides: Record<string, string> = {}) {
  const keys = new Keys(() => keymapOf(overrides));
  const press = (text: string, field = false, mac = false): Heard => {
    const [stroke] = parse(text) ?? [];
    if (stroke === undefined) throw new Error(`${text} is no shortcut.`);
    return keys.hear(stroke, { field, mac });
  };
  return { keys, press };
}

describe('one press', () => {
  it('runs its command, the keys of the settings first', () => {
    expect(made().press('Ctrl+K')).toEqual({ run: 'palette.open' });
    expect(made({ 'palette.open': 'F1' }).press('F1')).toEqual({ run: 'palette.open' });
    expect(made({ 'palette.open': 'F1' }).press('Ctrl+K')).toBeUndefined();
  });

  it('leaves letters, and what edits text, to a field', () => {
    const { press } = made();
    for (const text of ['/', '?', 'J', 'G', 'Ctrl+Z', 'Ctrl+Shift+Z'])
      expect(press(text, true)).toBeUndefined();
    expect(press('Ctrl+K', true)).toEqual({ run: 'palette.open' });
    expect(press('Alt+Left', true)).toEqual({ run: 'go.back' });
    expect(press('Alt+Left', true, true)).toBeUndefined();
  });
});

describe('two presses', () => {
  it('wait for the second', () => {
    const { keys, press } = made();
    expect(press('G')).toBe('waiting');
    expect(keys.waiting).toHaveLength(1);
    expect(press('S')).toEqual({ run: 'go.settings' });
    expect(keys.waiting).toEqual([]);
  });

  it('are broken off by Esc and by waiting too long', () => {
    const { keys, press } = made();
    press('G');
    expect(press('Escape')).toBe('cancelled');
    press('G');
    vi.advanceTimersByTime(waitMs);
    expect(keys.waiting).toEqual([]);
    expect(press('S')).toBeUndefined();
  });

  it('take a second that fits nothing for a first', () => {
    const { press } = made();
    press('G');
    expect(press('J')).toEqual({ run: 'list.next' });
    press('G');
    expect(press('G')).toBe('waiting');
  });
});
