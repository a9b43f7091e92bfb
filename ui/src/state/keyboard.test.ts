import { describe, expect, it } from 'vitest';
import { actFor, type Act, type Press } from './keyboard';

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
});

describe('keys in the search box', () => {
  it.each<[string, Act]>([
    ['ArrowDown', { do: 'move', step: 'next' }],
    ['ArrowUp', { do: 'move', step: 'previous' }],
    ['PageDown', { do: 'move', step: 'next-page' }],
    ['PageUp', { do: 'move', step: 'previous-page' }],
    ['Home', { do: 'move', step: 'first' }],
    ['End', { do: 'move', step: 'last' }],
    ['Enter', { do: 'open' }],
  ])('%s', (key, act) => {
    expect(actFor(press(key), 'search', false)).toEqual(act);
  });

  it('Esc first clears the box, then leaves it', () => {
    expect(actFor(press('Escape'), 'search', false)).toEqual({ do: 'clear-search' });
    expect(actFor(press('Escape'), 'search', true)).toEqual({ do: 'leave-search' });
  });

  it('a slash is a letter', () => {
    expect(actFor(press('/'), 'search', false)).toBeUndefined();
  });

  it('Shift with Home selects what was typed', () => {
    expect(actFor(press('Home', { shiftKey: true }), 'search', false)).toBeUndefined();
  });

  it('a word that is still composed owns its keys', () => {
    expect(actFor(press('Enter', { isComposing: true }), 'search', false)).toBeUndefined();
    expect(actFor(press('ArrowDown', { isComposing: true }), 'search', false)).toBeUndefined();
  });
});

describe('keys on the list', () => {
  it('move and open as in the search box, to which Esc leads back', () => {
    expect(actFor(press('ArrowDown'), 'list', true)).toEqual({ do: 'move', step: 'next' });
    expect(actFor(press('End'), 'list', true)).toEqual({ do: 'move', step: 'last' });
    expect(actFor(press('Enter'), 'list', true)).toEqual({ do: 'open' });
    expect(actFor(press('Escape'), 'list', true)).toEqual({ do: 'focus-search' });
  });
});

describe('keys elsewhere', () => {
  it('Esc leads from the reading pane to the search box, and does nothing in another field', () => {
    expect(actFor(press('Escape'), 'pane', true)).toEqual({ do: 'focus-search' });
    expect(actFor(press('Escape'), 'field', true)).toBeUndefined();
    expect(actFor(press('Escape'), 'elsewhere', true)).toBeUndefined();
  });

  it('leaves the arrows to the pane, which they scroll', () => {
    expect(actFor(press('ArrowDown'), 'pane', true)).toBeUndefined();
  });

  it('leaves keys that are held to the commands', () => {
    expect(actFor(press('Enter', { ctrlKey: true }), 'search', false)).toBeUndefined();
    expect(actFor(press('ArrowDown', { altKey: true }), 'search', false)).toBeUndefined();
  });
});
