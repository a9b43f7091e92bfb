import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.svelte';

describe('notices', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const texts = (toasts: Toasts) => toasts.list.map(({ text }) => text);
  const action = (run: () => void = () => undefined) => ({ label: 'Undo', run });

  it('pass after six seconds, or ten where there is a choice', () => {
    const toasts = new Toasts();
    toasts.show({ text: 'plain' });
    toasts.show({ text: 'choice', action: action() });
    vi.advanceTimersByTime(5_999);
    expect(texts(toasts)).toEqual(['plain', 'choice']);
    vi.advanceTimersByTime(1);
    expect(texts(toasts)).toEqual(['choice']);
    vi.advanceTimersByTime(4_000);
    expect(texts(toasts)).toEqual([]);
  });

  it('stay while somebody reads, and then for the time that was left', () => {
    const toasts = new Toasts();
    toasts.show({ text: 'one' });
    vi.advanceTimersByTime(4_000);
    toasts.pause();
    toasts.show({ text: 'two' });
    vi.advanceTimersByTime(60_000);
    expect(texts(toasts)).toEqual(['one', 'two']);
    toasts.resume();
    vi.advanceTimersByTime(2_000);
    expect(texts(toasts)).toEqual(['two']);
    vi.advanceTimersByTime(4_000);
    expect(texts(toasts)).toEqual([]);
  });

  it('are three at most, and one that was meant to stay does', () => {
    const toasts = new Toasts();
    toasts.show({ text: 'stays', lasting: true });
    for (const text of ['a', 'b', 'c']) toasts.show({ text });
    expect(texts(toasts)).toEqual(['stays', 'b', 'c']);
    for (const text of ['d', 'e', 'f']) toasts.show({ text, lasting: true });
    expect(texts(toasts)).toEqual(['d', 'e', 'f']);
  });

  it('go when their action was taken, which happens once', () => {
    const toasts = new Toasts();
    const run = vi.fn();
    toasts.show({ text: 'done', action: action(run), lasting: true });
    toasts.list[0]?.action?.run();
    expect(run).toHaveBeenCalledOnce();
    expect(texts(toasts)).toEqual([]);
  });

  it('that were put away under the pointer do not hold up the next', () => {
    const toasts = new Toasts();
    const id = toasts.show({ text: 'one' });
    toasts.pause();
    toasts.dismiss(id);
    toasts.show({ text: 'two' });
    vi.advanceTimersByTime(6_000);
    expect(texts(toasts)).toEqual([]);
  });
});
