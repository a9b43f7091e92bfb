import { describe, expect, it, vi } from 'vitest';
import { byHand, settled } from '../../tests/support/program';
import { settingsPage } from '../../tests/support/settings';
import { CallError } from '../backend/error';
import { plainLooks } from './looks';
import { defaultSettings, Settings } from './settings.svelte';

function made() {
  const program = byHand();
  const wearer = { recall: vi.fn(), wear: vi.fn(), remember: vi.fn() };
  return { ...program, wearer, settings: new Settings(program.call, wearer) };
}

/** The state after its first answer. */
async function read(...page: Parameters<typeof settingsPage>) {
  const all = made();
  void all.settings.refresh();
  await all.asked[0]?.answer(settingsPage(...page));
  return all;
}

describe('the settings', () => {
  it('have the page wear what it wore last, before any answer', () => {
    const { wearer, asked } = made();
    expect(wearer.recall).toHaveBeenCalledOnce();
    expect(asked).toEqual([]);
  });

  it('show a change at once and keep what the program made of it', async () => {
    const { settings, wearer, asked } = await read();
    void settings.change({ name: 'theme', value: 'dark' });
    expect(settings.values.theme).toBe('dark');
    expect(wearer.wear).toHaveBeenLastCalledWith(expect.objectContaining({ theme: 'dark' }));
    expect(asked[1]).toMatchObject({
      command: 'change_setting',
      request: { change: { name: 'theme', value: 'dark' } },
    });
    await asked[1]?.answer(settingsPage({ theme: 'dark' }));
    expect(settings.values.theme).toBe('dark');
    expect(wearer.remember).toHaveBeenLastCalledWith(expect.objectContaining({ theme: 'dark' }));
  });

  it('send one request at a time, and of a slider only the newest value', async () => {
    const { settings, asked } = await read();
    void settings.change({ name: 'zoom', value: 110 });
    void settings.change({ name: 'zoom', value: 120 });
    void settings.change({ name: 'zoom', value: 130 });
    void settings.change({ name: 'density', value: 'compact' });
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(settingsPage({ zoom: 110 }));
    // The answer to the first value does not show over the newest.
    expect(settings.values.zoom).toBe(130);
    expect(asked[2]?.request).toEqual({ change: { name: 'zoom', value: 130 } });
    await asked[2]?.answer(settingsPage({ zoom: 130 }));
    expect(settings.values.density).toBe('compact');
    await asked[3]?.answer(settingsPage({ zoom: 130, density: 'compact' }));
    expect(asked).toHaveLength(4);
  });

  it('do not lose a change to an answer that was asked for before it', async () => {
    const { settings, asked } = await read();
    void settings.refresh();
    void settings.change({ name: 'theme', value: 'dark' });
    await asked[1]?.answer(settingsPage());
    expect(settings.values.theme).toBe('dark');
    await asked[2]?.answer(settingsPage({ theme: 'dark' }));
    expect(settings.values.theme).toBe('dark');
  });

  it('say why a change failed, and show what holds', async () => {
    const { settings, asked } = await read();
    void settings.change({ name: 'theme', value: 'dark' });
    await asked[1]?.refuse(new CallError({ code: 'failed', message: 'The file is read-only.' }));
    await asked[2]?.answer(settingsPage());
    expect(settings.values.theme).toBe('system');
    expect(settings.error?.message).toBe('The file is read-only.');
    void settings.refresh();
    await asked[3]?.answer(settingsPage());
    expect(settings.error?.message).toBe('The file is read-only.');
    settings.dismissError();
    expect(settings.error).toBeUndefined();
  });

  it('take remembered looks off when they cannot be read', async () => {
    const { settings, asked, wearer } = made();
    void settings.refresh();
    await asked[0]?.refuse(new CallError({ code: 'failed', message: 'config.toml is broken.' }));
    expect(wearer.wear).toHaveBeenLastCalledWith(plainLooks);
  });

  it('can be read again after they could not', async () => {
    const { settings, asked } = made();
    void settings.refresh();
    await asked[0]?.refuse(new Error('gone'));
    expect(settings.error?.code).toBe('failed');
    void settings.refresh();
    await asked[1]?.answer(settingsPage());
    expect(settings.error).toBeUndefined();
    expect(settings.page).toBeDefined();
  });

  it('wear plain looks and plain keys in safe mode, and remember those of the file', async () => {
    const { settings, wearer } = await read({ theme: 'dark', shortcuts: { 'card.new': 'F2' } }, true);
    expect(wearer.wear).toHaveBeenLastCalledWith(expect.objectContaining(plainLooks));
    expect(wearer.remember).toHaveBeenLastCalledWith(expect.objectContaining({ theme: 'dark' }));
    expect(settings.values.theme).toBe('dark');
    expect(settings.holding.shortcuts).toEqual({});
  });

  it('go back to their defaults, one or all', async () => {
    const { settings, asked } = await read({ theme: 'dark', zoom: 150 });
    expect(settings.differing).toEqual(['theme', 'zoom']);
    expect(settings.isDefault('density')).toBe(true);
    void settings.resetAll();
    await asked[1]?.answer(settingsPage({ zoom: 150 }));
    await asked[2]?.answer(settingsPage());
    await settled();
    expect(settings.values).toEqual(defaultSettings);
    expect(settings.differing).toEqual([]);
  });
});
