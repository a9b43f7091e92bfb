import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keymapOf } from './commands';
import { KeyCapture } from './settings-capture.svelte';
import { given, holdersOf, restored, taken } from './settings-keys';
import { conflicts, format, parse, type KeyPress, type Shortcut } from './shortcuts';

function keys(text: string): Shortcut {
  const shortcut = parse(text);
  if (shortcut === undefined) throw new Error(`${text} is no shortcut.`);
  return shortcut;
}

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    code: '',
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    getModifierState: () => false,
    ...held,
  };
}

describe('the keys of commands', () => {
  it('are known to belong to another command, also as the beginning of its keys', () => {
    expect(holdersOf({}, 'card.new', keys('Ctrl+K'))).toEqual(['palette.open']);
    expect(holdersOf({}, 'card.new', keys('G'))).toEqual([
      'go.library',
      'go.map',
      'go.gaps',
      'go.review',
      'go.bin',
      'go.bring',
      'go.activity',
      'go.settings',
    ]);
    expect(holdersOf({}, 'card.new', keys('J X'))).toEqual(['list.next']);
    expect(holdersOf({}, 'card.new', keys('Ctrl+N'))).toEqual([]);
    expect(holdersOf({ 'palette.open': '' }, 'card.new', keys('Ctrl+K'))).toEqual([]);
  });

  it('are no override where they are the default', () => {
    expect(given({ 'card.new': 'F2' }, 'card.new', 'Ctrl+N')).toEqual({});
    expect(given({}, 'card.new', 'F2')).toEqual({ 'card.new': 'F2' });
    expect(given({}, 'card.new', '')).toEqual({ 'card.new': '' });
    expect(given({ 'facets.clear': 'F2' }, 'facets.clear', '')).toEqual({});
    // One of two default keys is less than both.
    expect(given({}, 'palette.open', 'Ctrl+K')).toEqual({ 'palette.open': 'Ctrl+K' });
  });

  it('are taken from every command that has them, which keeps its other keys', () => {
    expect(taken({}, 'card.new', keys('Ctrl+K'))).toEqual({
      'palette.open': 'Ctrl+Shift+P',
      'card.new': 'Ctrl+K',
    });
    expect(taken({}, 'card.new', keys('G'))).toEqual({
      'go.library': '',
      'go.map': '',
      'go.gaps': '',
      'go.review': '',
      'go.bin': '',
      'go.bring': '',
      'go.activity': '',
      'go.settings': 'Ctrl+,',
      'card.new': 'G',
    });
  });

  it.each(['Ctrl+K', 'G', 'J X', 'F5', '?'])('leave no conflict behind when %s is taken', (text) => {
    expect(conflicts(keymapOf(taken({}, 'card.new', keys(text))))).toEqual([]);
  });

  it('go back to their default, and those of commands nobody knows stay', () => {
    expect(restored({ 'card.new': 'F2', 'from.later': 'F3' }, 'card.new')).toEqual({ 'from.later': 'F3' });
  });
});

describe('listening for keys', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function listening(mac = false) {
    const heard: string[] = [];
    const capture = new KeyCapture((shortcut) => heard.push(format(shortcut)), mac);
    capture.begin();
    return { heard, capture };
  }

  it('takes keys that are held together at once', () => {
    const { heard, capture } = listening();
    expect(capture.press(press('Control', { ctrlKey: true }))).toBe(true);
    expect(heard).toEqual([]);
    capture.press(press('k', { ctrlKey: true }));
    expect(heard).toEqual(['Ctrl+K']);
    expect(capture.active).toBe(false);
  });

  it('takes the command key of a Mac for the main one', () => {
    const { heard, capture } = listening(true);
    capture.press(press('k', { metaKey: true }));
    expect(heard).toEqual(['Ctrl+K']);
  });

  it('waits for a second key, and shows the first meanwhile', () => {
    const { heard, capture } = listening();
    capture.press(press('g'));
    expect(capture.state).toEqual({ kind: 'listening', soFar: 'G' });
    capture.press(press('s'));
    expect(heard).toEqual(['G S']);
  });

  it('takes the first key alone after a while, or with Enter', () => {
    const alone = listening();
    alone.capture.press(press('g'));
    vi.advanceTimersByTime(1_500);
    expect(alone.heard).toEqual(['G']);
    const entered = listening();
    entered.capture.press(press('g'));
    entered.capture.press(press('Enter'));
    expect(entered.heard).toEqual(['G']);
  });

  it('takes Backspace for no keys', () => {
    const { heard, capture } = listening();
    capture.press(press('Backspace'));
    expect(heard).toEqual(['']);
  });

  it('refuses keys that have a meaning of their own, says why, and goes on listening', () => {
    const { heard, capture } = listening();
    capture.press(press('Enter'));
    expect(capture.state).toEqual({ kind: 'refused', keys: 'Enter', why: 'presses' });
    capture.press(press('c', { ctrlKey: true }));
    expect(capture.state).toEqual({ kind: 'refused', keys: 'Ctrl+C', why: 'clipboard' });
    capture.press(press('F2'));
    expect(heard).toEqual(['F2']);
  });

  it('leaves the keys as they are with Esc, and with Tab, which moves on', () => {
    const escaped = listening();
    expect(escaped.capture.press(press('Escape'))).toBe(true);
    expect(escaped.capture.active).toBe(false);
    const tabbed = listening();
    tabbed.capture.press(press('g'));
    expect(tabbed.capture.press(press('Tab', { shiftKey: true }))).toBe(false);
    vi.advanceTimersByTime(2_000);
    expect([...escaped.heard, ...tabbed.heard]).toEqual([]);
  });

  it('hears nothing before it begins, nor while a word is composed', () => {
    const heard: string[] = [];
    const capture = new KeyCapture((shortcut) => heard.push(format(shortcut)), false);
    expect(capture.press(press('F2'))).toBe(false);
    capture.begin();
    expect(capture.press(press('F2', { isComposing: true }))).toBe(true);
    expect(heard).toEqual([]);
  });
});
