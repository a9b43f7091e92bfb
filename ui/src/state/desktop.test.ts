import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand } from '../../tests/support/program';
import { desktopStatus } from '../../tests/support/settings';
import { CallError } from '../backend/error';
import { Desktop } from './desktop.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function made() {
  const program = byHand();
  return { ...program, desktop: new Desktop(program.call) };
}

describe('the test of the keys from anywhere', () => {
  it('counts ten seconds down and says that nothing was heard', async () => {
    const { desktop, asked } = made();
    void desktop.testShortcut();
    await asked[0]?.answer(desktopStatus());
    expect(desktop.test).toEqual({ kind: 'listening', left: 10 });
    vi.advanceTimersByTime(9_000);
    expect(desktop.test).toEqual({ kind: 'listening', left: 1 });
    vi.advanceTimersByTime(1_000);
    expect(desktop.test).toEqual({ kind: 'silent' });
  });

  it('hears the keys, even before the program has answered', async () => {
    const { desktop, asked } = made();
    void desktop.testShortcut();
    desktop.heard();
    await asked[0]?.answer(desktopStatus());
    vi.advanceTimersByTime(20_000);
    expect(desktop.test).toEqual({ kind: 'heard' });
  });

  it('says nothing of keys that nobody waited for', () => {
    const { desktop } = made();
    desktop.heard();
    expect(desktop.test).toEqual({ kind: 'idle' });
  });

  it('does not wait where the system refuses', async () => {
    const { desktop, asked } = made();
    void desktop.testShortcut();
    const refused = { kind: 'refused', why: 'Wayland.', instead: 'Set one of the system.' } as const;
    await asked[0]?.answer(desktopStatus({ global_shortcut: refused }));
    expect(desktop.test).toEqual({ kind: 'silent' });
    expect(desktop.status?.global_shortcut).toEqual(refused);
  });

  it('ends with the reason where it could not begin', async () => {
    const { desktop, asked } = made();
    void desktop.testShortcut();
    await asked[0]?.refuse(new CallError({ code: 'needs_window', message: 'Only the window can.' }));
    expect(desktop.test).toEqual({ kind: 'idle' });
    expect(desktop.error?.message).toBe('Only the window can.');
  });

  it('stops when the page is left', () => {
    const { desktop } = made();
    void desktop.testShortcut();
    desktop.stop();
    vi.advanceTimersByTime(20_000);
    expect(desktop.test).toEqual({ kind: 'idle' });
  });
});
