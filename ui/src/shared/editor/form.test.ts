// The form tells what is to be set, and nothing else; what one types stays while one types. The state of saving is
// read out when it lasts, not with every letter.

import { render, screen } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import FrontMatterForm from './FrontMatterForm.svelte';
import SaveState from './SaveState.svelte';
import SayLineMeter from './SayLineMeter.svelte';
import type { Saving } from './save-state';

function form(fields: { key: string; values: string[] }[], more: object = {}) {
  const onset = vi.fn();
  const onunset = vi.fn();
  const view = render(FrontMatterForm, {
    fields,
    vocabularies: {
      industry: [{ value: 'health', label: 'Health care', synonyms: ['hospitals'] }],
      status: [{ value: 'draft', label: 'draft', synonyms: [] }],
    },
    today: '2026-11-22',
    onset,
    onunset,
    ...more,
  });
  return { onset, onunset, view };
}

function type(field: HTMLElement, text: string) {
  (field as HTMLInputElement).value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

describe('the form', () => {
  it('counts the letters of the title and tells each change', () => {
    const { onset } = form([{ key: 'title', values: ['Prices climb'] }]);
    expect(screen.getByText('12 of 90 letters.')).toBeTruthy();
    type(screen.getByTestId('front-matter-title-field'), 'Prices climb 🙂');
    expect(onset).toHaveBeenLastCalledWith('title', ['Prices climb 🙂']);
    expect(screen.getByText('14 of 90 letters.')).toBeTruthy();
  });

  it('keeps what is being typed when the file is read again meanwhile', async () => {
    const { view } = form([{ key: 'title', values: ['One'] }]);
    const field = screen.getByTestId<HTMLInputElement>('front-matter-title-field');
    type(field, 'One two');
    await view.rerender({ fields: [{ key: 'title', values: ['One t'] }] });
    expect(field.value).toBe('One two');
    field.dispatchEvent(new FocusEvent('focusout', { bubbles: true }));
    flushSync();
    expect(field.value).toBe('One t');
  });

  it('takes a word away without the others', () => {
    const { onset, onunset } = form([{ key: 'industry', values: ['health', 'cement'] }]);
    screen.getByRole('button', { name: 'Remove “Health care”' }).click();
    expect(onset).toHaveBeenLastCalledWith('industry', ['cement']);
    expect(onunset).not.toHaveBeenCalled();
  });

  it('unsets a key when its last word goes', () => {
    const { onset, onunset } = form([{ key: 'industry', values: ['health'] }]);
    screen.getByRole('button', { name: 'Remove “Health care”' }).click();
    expect(onunset).toHaveBeenCalledWith('industry');
    expect(onset).not.toHaveBeenCalled();
  });

  it('leaves a date as it is until there is another', () => {
    const { onset, onunset } = form([{ key: 'review_by', values: ['2027-02-28'] }]);
    const field = screen.getByTestId<HTMLInputElement>('front-matter-review_by-field');
    type(field, 'tomor');
    expect(onset).not.toHaveBeenCalled();
    expect(onunset).not.toHaveBeenCalled();
    expect(field.value).toBe('tomor');
    type(field, 'tomorrow');
    expect(onset).toHaveBeenCalledExactlyOnceWith('review_by', ['2026-11-23']);
  });

  it('shows what is wrong with a value where the value is', () => {
    form([{ key: 'owner', values: ['x'] }], {
      findings: { owner: [{ level: 'error', message: 'Nobody is called x.' }] },
    });
    const field = screen.getByTestId('front-matter-owner-field');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Error: Nobody is called x.')).toBeTruthy();
  });

  it('lists what it does not know, and offers no way to change it', () => {
    form([
      { key: 'id', values: ['a'] },
      { key: 'house_key', values: ['7', '8'] },
    ]);
    expect(screen.getByText('house_key').nextElementSibling?.textContent).toBe('7, 8');
    expect(screen.queryByTestId('front-matter-house_key-field')).toBeNull();
    expect(screen.queryByTestId('front-matter-id-field')).toBeNull();
  });
});

describe('the state of saving', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is seen at once, and read out only when it lasts', async () => {
    const view = render(SaveState, { saving: { kind: 'saved' } satisfies Saving });
    const status = screen.getByRole('status');
    vi.advanceTimersByTime(1500);
    flushSync();
    expect(status.textContent).toBe('Saved');
    const changes = vi.fn();
    const observer = new MutationObserver(changes);
    observer.observe(status, { childList: true, characterData: true, subtree: true });
    for (let letter = 0; letter < 20; letter += 1) {
      await view.rerender({ saving: { kind: 'saving' } });
      vi.advanceTimersByTime(100);
      await view.rerender({ saving: { kind: 'saved' } });
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(1500);
    flushSync();
    expect(status.textContent).toBe('Saved');
    expect(observer.takeRecords()).toEqual([]);
    expect(changes).not.toHaveBeenCalled();
  });

  it('says why it cannot, and what helps', async () => {
    const onretry = vi.fn();
    render(SaveState, {
      saving: { kind: 'trouble', message: 'The disk of mine/a.md is full.', hint: 'Make room.' },
      onretry,
    });
    expect(screen.getByText('Cannot save: The disk of mine/a.md is full.')).toBeTruthy();
    vi.advanceTimersByTime(1500);
    flushSync();
    expect(screen.getByRole('status').textContent).toBe(
      'Cannot save: The disk of mine/a.md is full. Make room.',
    );
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(onretry).toHaveBeenCalledOnce();
    await Promise.resolve();
  });
});

describe('the meter', () => {
  it('counts, times, and says how much is too much', async () => {
    const view = render(SayLineMeter, { text: `> ${'word '.repeat(47)}` });
    expect(screen.getByTestId('say-meter').textContent).toContain('47 words of 45 to say');
    expect(screen.getByText('2 words too many')).toBeTruthy();
    expect(screen.getByText('about 20 seconds aloud, assuming 140 words a minute')).toBeTruthy();
    await view.rerender({ text: 'nothing' });
    expect(screen.getByTestId('say-meter').textContent).toContain('No say line yet.');
  });
});
