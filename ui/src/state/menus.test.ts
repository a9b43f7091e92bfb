import { describe, expect, it } from 'vitest';
import { situation } from '../../tests/support/situation';
import { commands } from './commands';
import { menusOf } from './menus';

const plain = { menu_bar: true, shortcuts: {} };
const itemsOf = (settings = plain, more = {}) =>
  menusOf(settings, situation(more)).menus.flatMap(({ items }) => items);
const itemOf = (id: string, settings = plain, more = {}) =>
  itemsOf(settings, more).find((item) => item.kind === 'command' && item.id === id);

describe('the native menus', () => {
  it('hold each command that has a place in them once, with its title', () => {
    const placed = commands.filter(({ menu }) => menu !== undefined).map(({ id }) => id);
    const shown = itemsOf().flatMap((item) => (item.kind === 'command' ? [item.id] : []));
    expect(shown.toSorted()).toEqual(placed.toSorted());
  });

  it('neither begin nor end with a line, and have no two in a row', () => {
    for (const { items } of menusOf(plain, situation()).menus) {
      const kinds = items.map(({ kind }) => kind).join(' ');
      expect(kinds).not.toMatch(/^separator|separator$|separator separator/);
    }
  });

  it('show the keys that hold now, and only such as are held together', () => {
    expect(itemOf('go.settings')).toMatchObject({ keys: 'Ctrl+,' });
    expect(itemOf('go.library')).toMatchObject({ keys: null });
    const settings = { menu_bar: true, shortcuts: { 'go.settings': 'G X', 'card.new': '' } };
    expect(itemOf('go.settings', settings)).toMatchObject({ keys: null });
    expect(itemOf('card.new', settings)).toMatchObject({ keys: null });
  });

  it('say in words what would be undone, and grey what cannot be', () => {
    expect(itemOf('edit.undo', plain, { undo: 'Undo: card made' })).toMatchObject({
      label: 'Undo: card made',
      enabled: true,
    });
    expect(itemOf('edit.redo')).toMatchObject({ enabled: false });
  });

  it('stay the same while one types', () => {
    expect(menusOf(plain, situation({ rows: false, card: false }))).toEqual(menusOf(plain, situation()));
  });
});
