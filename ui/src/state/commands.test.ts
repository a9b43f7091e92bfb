import { describe, expect, it } from 'vitest';
import { commandOf, commands, groups, groupTitle, keymapOf, keysOf } from './commands';
import { conflicts, format, parse, refusalOf } from './shortcuts';

describe('the registry', () => {
  it('names each command once and finds it by its name', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    for (const command of commands) expect(commandOf(command.id)).toBe(command);
    expect(commandOf('toString')).toBeUndefined();
  });

  it('has a title of its own for each command, and a heading for each group', () => {
    const titles = commands.map(({ title }) => title());
    expect(titles.every((title) => title !== '')).toBe(true);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(commands.map(({ group }) => group))).toEqual(new Set(groups));
    expect(groups.every((group) => groupTitle(group) !== '')).toBe(true);
  });

  it('has keys that can be read, are free, and are written as the file would have them', () => {
    for (const text of commands.flatMap(({ keys }) => keys)) {
      expect(refusalOf(text)).toBeUndefined();
      expect(format(parse(text) ?? [])).toBe(text);
    }
  });

  it('has no two commands in each other’s way', () => {
    expect(conflicts(keymapOf({}))).toEqual([]);
  });
});

describe('keys of the settings', () => {
  const palette = commandOf('palette.open');

  it.each([
    ['take the place of the default', { 'palette.open': 'F1' }, ['F1']],
    ['take the keys away', { 'palette.open': '' }, []],
    ['leave other commands alone', { 'search.focus': 'F1' }, ['Ctrl+K', 'Ctrl+Shift+P']],
    ['that cannot be read change nothing', { 'palette.open': 'Knob' }, ['Ctrl+K', 'Ctrl+Shift+P']],
  ])('%s', (_, overrides, keys) => {
    expect(palette && keysOf(palette, overrides)).toEqual(keys);
  });

  it('may be in conflict, which can be told', () => {
    expect(conflicts(keymapOf({ 'card.new': 'Ctrl+K' }))).toEqual([
      { one: 'palette.open', other: 'card.new', keys: 'Ctrl+K' },
    ]);
  });
});
