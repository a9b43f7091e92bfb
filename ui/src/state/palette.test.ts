import { describe, expect, it } from 'vitest';
import { situation } from '../../tests/support/situation';
import { commands } from './commands';
import { paletteRows } from './palette';

const idsFor = (query: string, recent: string[] = [], more = {}) =>
  paletteRows(query, situation(more), recent, {}).map(({ command }) => command.id);

describe('the palette', () => {
  it('lists every command but itself', () => {
    expect(idsFor('').toSorted()).toEqual(
      commands
        .map(({ id }) => id)
        .filter((id) => id !== 'palette.open')
        .toSorted(),
    );
  });

  it('has what was used lately in front, while nothing is typed', () => {
    const recent = ['view.theme-dark', 'gone.command', 'card.new'];
    expect(idsFor('', recent).slice(0, 2)).toEqual(['view.theme-dark', 'card.new']);
    expect(idsFor('settings', recent)[0]).toBe('go.settings');
    expect(paletteRows('new', situation(), recent, {})[0]?.recent).toBe(false);
  });

  it('finds a command by a few letters', () => {
    expect(idsFor('thda')[0]).toBe('view.theme-dark');
    expect(idsFor('zzz')).toEqual([]);
  });

  it('has last what makes no sense now, and says why', () => {
    const rows = paletteRows('card', situation({ card: false }), [], {});
    const last = rows.at(-1);
    expect(last?.why).toBe('No card is shown.');
    expect(rows[0]?.why).toBeUndefined();
  });

  it('shows the keys that hold now, and what undoing would undo', () => {
    const rows = paletteRows('undo', situation({ undo: 'Undo: card made' }), [], { 'edit.undo': 'F2' });
    expect(rows[0]?.keys).toBe('F2');
    expect(rows[0]?.title.map(({ text }) => text).join('')).toBe('Undo: card made');
  });
});
