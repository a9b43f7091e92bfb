import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { byHand, settled, status } from '../../../tests/support/program';
import { desktopStatus, settingsPage } from '../../../tests/support/settings';
import { Desktop } from '../../state/desktop.svelte';
import { Library } from '../../state/library.svelte';
import { Settings } from '../../state/settings.svelte';
import { Tasks } from '../../state/tasks.svelte';
import { commandsFor, rowsFor } from './catalogue';
import DesktopPart from './DesktopPart.svelte';
import FileNotice from './FileNotice.svelte';
import KeysPart from './KeysPart.svelte';
import LibraryPart from './LibraryPart.svelte';
import LooksPart from './LooksPart.svelte';
import SafetyPart from './SafetyPart.svelte';

const wearer = { recall: () => undefined, wear: () => undefined, remember: () => undefined };
const found = rowsFor('');

/** Settings whose first answer says these. */
async function read(...page: Parameters<typeof settingsPage>) {
  const program = byHand();
  const settings = new Settings(program.call, wearer);
  void settings.refresh();
  await program.asked[0]?.answer(settingsPage(...page));
  return { ...program, settings };
}

describe('looks', () => {
  it('change at a press, say what they do now and go back to their default', async () => {
    const { settings, last } = await read();
    render(LooksPart, { settings, found });
    const theme = screen.getByTestId('setting-theme');
    expect(within(theme).getByText('theme').tagName).toBe('CODE');
    expect(within(theme).queryByRole('button', { name: /default/ })).toBeNull();
    await fireEvent.click(within(theme).getByRole('radio', { name: 'Dark' }));
    expect(last('change_setting').request).toEqual({ change: { name: 'theme', value: 'dark' } });
    expect(screen.getByTestId('setting-theme-now').textContent).toBe('Dark by day and by night.');
    await last('change_setting').answer(settingsPage({ theme: 'dark' }));
    await fireEvent.click(within(theme).getByRole('button', { name: 'Reset “Theme” to its default' }));
    expect(last('change_setting').request).toEqual({ change: { name: 'theme', value: 'system' } });
  });

  it('are narrowed by a word of the user', async () => {
    const { settings } = await read();
    render(LooksPart, { settings, found: rowsFor('ink ground') });
    expect(screen.getByTestId('setting-theme')).toBeDefined();
    expect(screen.getByTestId('setting-contrast')).toBeDefined();
    expect(screen.queryByTestId('setting-density')).toBeNull();
  });
});

describe('the filter', () => {
  it.each([
    ['reading_font', 'reading_font'],
    ['Reading font', 'reading_font'],
    ['LOGIN', 'open_at_login'],
    ['safety network', 'network'],
  ] as const)('finds by “%s” the row %s', (query, id) => {
    expect(rowsFor(query).has(id)).toBe(true);
  });

  it('finds commands by title, id and keys, those of the user included', () => {
    const ids = (query: string) => commandsFor(query, { 'card.new': 'F7' }).map(({ id }) => id);
    expect(ids('new card…')).toEqual(['card.new']);
    expect(ids('f7')).toEqual(['card.new']);
    expect(ids('palette.open')).toEqual(['palette.open']);
    expect(ids('no such command')).toEqual([]);
  });
});

describe('the file', () => {
  it('is named, with each value that cannot be used and its remedy, and safe mode', () => {
    const problem = { name: 'theme', message: '“blue” is no theme.', remedy: 'Write “dark”.' };
    render(FileNotice, { page: settingsPage({}, true, [problem]) });
    expect(screen.getByTestId('settings-file').textContent).toBe('/home/ana/config.toml');
    expect(screen.getByTestId('settings-problems').textContent).toContain('1 value in the file');
    expect(screen.getByTestId('settings-problem').textContent).toContain('“blue” is no theme. Write “dark”.');
    expect(screen.getByTestId('safe-mode')).toBeDefined();
  });
});

describe('keys', () => {
  async function keys(shortcuts: Record<string, string> = {}) {
    const all = await read({ shortcuts });
    render(KeysPart, { settings: all.settings, shown: commandsFor('', shortcuts) });
    const field = screen.getByTestId('keys-card.new');
    field.focus();
    return { ...all, field };
  }

  it('are pressed in place and given', async () => {
    const { field, last } = await keys();
    expect(field.getAttribute('aria-label')).toBe('Change the keys of “New card…”: Control N');
    await fireEvent.click(field);
    await fireEvent.keyDown(field, { key: 'F7' });
    expect(last('change_setting').request).toEqual({
      change: { name: 'shortcuts', value: { 'card.new': 'F7' } },
    });
    expect(document.activeElement).toBe(field);
  });

  it('name the command that has them, and are taken from it only when the user says so', async () => {
    const { field, last, asked } = await keys();
    await fireEvent.click(field);
    await fireEvent.keyDown(field, { key: 'k', ctrlKey: true });
    expect(screen.getByTestId('keys-taken').textContent).toContain(
      'Control K already runs “Show all commands…”.',
    );
    expect(asked).toHaveLength(1);
    await fireEvent.click(screen.getByTestId('keys-take'));
    expect(last('change_setting').request).toEqual({
      change: { name: 'shortcuts', value: { 'palette.open': 'Ctrl+Shift+P', 'card.new': 'Ctrl+K' } },
    });
    await settled();
    expect(document.activeElement?.getAttribute('data-testid')).toBe('keys-card.new');
  });

  it('stay where they are with Esc, and say why keys are refused', async () => {
    const { field, asked } = await keys();
    await fireEvent.click(field);
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.getByTestId('keys-card.new-hint').textContent).toContain(
      'Enter and Space press what has the focus.',
    );
    await fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.queryByTestId('keys-card.new-hint')).toBeNull();
    expect(asked).toHaveLength(1);
  });

  it('keep what is pressed from the window while they listen, and no longer', async () => {
    const { field } = await keys();
    const window_ = vi.fn();
    window.addEventListener('keydown', window_);
    await fireEvent.click(field);
    await fireEvent.keyDown(field, { key: 'F7' });
    expect(window_).not.toHaveBeenCalled();
    await fireEvent.keyDown(field, { key: 'F8' });
    expect(window_).toHaveBeenCalledOnce();
    window.removeEventListener('keydown', window_);
  });

  it('go back to their default, one or all', async () => {
    const { last } = await keys({ 'card.new': 'F7', 'go.library': 'F8' });
    await fireEvent.click(screen.getByRole('button', { name: 'Reset the keys of “New card…” to Control N' }));
    expect(last('change_setting').request).toEqual({
      change: { name: 'shortcuts', value: { 'go.library': 'F8' } },
    });
    await last('change_setting').answer(settingsPage({ shortcuts: { 'go.library': 'F8' } }));
    await fireEvent.click(screen.getByTestId('keys-reset-all'));
    const dialog = await screen.findByRole('alertdialog');
    await fireEvent.click(within(dialog).getByText('Reset all keys', { selector: 'button *' }));
    expect(last('change_setting').request).toEqual({ change: { name: 'shortcuts', value: {} } });
  });
});

describe('the desktop', () => {
  async function shown(more: Parameters<typeof desktopStatus>[0] = {}) {
    const all = await read({ keep_running: true });
    const desktop = new Desktop(all.call);
    desktop.status = desktopStatus(more);
    render(DesktopPart, { settings: all.settings, desktop, found });
    return { ...all, desktop };
  }

  it('says what the system refuses, why, and what can be done instead', async () => {
    await shown({ tray: { kind: 'refused', why: 'There is no tray.', instead: 'Keep the window open.' } });
    expect(screen.getByTestId('tray-refused').textContent).toContain('There is no tray.');
    expect(screen.getByTestId('tray-refused').textContent).toContain('Keep the window open.');
    expect(screen.getByTestId('setting-keep_running-now').textContent).toContain('there is no tray');
  });

  it('tests the keys from anywhere, and shows another way where they are not heard', async () => {
    vi.useFakeTimers();
    const { last, desktop } = await shown();
    await fireEvent.click(screen.getByTestId('shortcut-test'));
    await last('test_shortcut').answer(desktopStatus());
    expect(screen.getByTestId('shortcut-outcome').textContent).toContain(
      'Press Control Alt Space now. 10 seconds left.',
    );
    vi.advanceTimersByTime(10_000);
    await settled();
    expect(screen.getByTestId('shortcut-outcome').textContent).toContain('Not heard.');
    expect(screen.getByTestId('fallback-link').textContent).toBe('oneup://search');
    await fireEvent.click(screen.getByTestId('shortcut-test'));
    desktop.heard();
    await settled();
    expect(screen.getByTestId('shortcut-outcome').textContent).toContain('Heard: the keys work.');
    vi.useRealTimers();
  });

  it('refuses keys from anywhere that every program would lose', async () => {
    const { asked } = await shown();
    const field = screen.getByTestId('global_shortcut');
    field.focus();
    await fireEvent.click(field);
    await fireEvent.keyDown(field, { key: 'g' });
    await fireEvent.keyDown(field, { key: 's' });
    expect(screen.getByTestId('shortcut-outcome').textContent).toContain('pressed at once');
    expect(asked).toHaveLength(1);
  });

  it('says that a browser has none', async () => {
    await shown({ present: false, tray: { kind: 'absent' } });
    expect(screen.getByTestId('desktop-absent')).toBeDefined();
    expect(screen.getByTestId('setting-tray-now').textContent).toBe('Only the window has this.');
  });
});

describe('the library', () => {
  it('shows its folder, and takes up reading that was stopped', async () => {
    const { call, last } = byHand();
    const library = new Library(call, () => undefined);
    library.status = status({ index: { kind: 'paused', left: 12 } });
    render(LibraryPart, { library, tasks: new Tasks(call), found });
    expect(screen.getByTestId('setting-library').textContent).toContain('/cards');
    expect(screen.getByTestId('setting-index-now').textContent).toBe(
      'Reading was stopped with 12 files left.',
    );
    await fireEvent.click(screen.getByText('Go on', { selector: 'button *' }));
    expect(last('refresh_index')).toBeDefined();
    await fireEvent.click(screen.getByTestId('settings-choose-library'));
    expect(last('choose_library')).toBeDefined();
  });
});

describe('safety', () => {
  it('says how many settings differ, and leads to what was sent', async () => {
    const { settings } = await read({ theme: 'dark' });
    const onactivity = vi.fn();
    render(SafetyPart, { settings, found, onactivity });
    expect(screen.getByTestId('setting-reset_all-now').textContent).toBe(
      '1 setting differs from its default.',
    );
    await fireEvent.click(screen.getByText('Show the network log', { selector: 'button *' }));
    expect(onactivity).toHaveBeenCalledWith('network');
  });
});
