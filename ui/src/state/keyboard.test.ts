import { describe, expect, it } from 'vitest';
import { actFor, type Act, type Place, type Press } from './keyboard';

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

describe('keys elsewhere', () => {
  it('a slash leads to the search box, but not while another field is typed in', () => {
    expect(actFor(press('/'), 'pane', false)).toEqual({ do: 'focus-search' });
    expect(actFor(press('/'), 'elsewhere', false)).toEqual({ do: 'focus-search' });
    expect(actFor(press('/'), 'field', false)).toBeUndefined();
  });

  it('Esc leads from the reading pane to the search box', () => {
    expect(actFor(press('Escape'), 'pane', true)).toEqual({ do: 'focus-search' });
  });

  it('leaves the arrows to the pane, which they scroll', () => {
    expect(actFor(press('ArrowDown'), 'pane', true)).toBeUndefined();
  });

  it.each<Place>(['search', 'pane', 'elsewhere'])('Alt with an arrow travels (%s)', (place) => {
    expect(actFor(press('ArrowLeft', { altKey: true }), place, false)).toEqual({ do: 'back' });
    expect(actFor(press('ArrowRight', { altKey: true }), place, false)).toEqual({ do: 'forward' });
    expect(actFor(press('[', { metaKey: true }), place, false)).toEqual({ do: 'back' });
    expect(actFor(press(']', { metaKey: true }), place, false)).toEqual({ do: 'forward' });
  });

  it('leaves keys held with Control to the program', () => {
    expect(actFor(press('/', { ctrlKey: true }), 'elsewhere', false)).toBeUndefined();
  });
});
