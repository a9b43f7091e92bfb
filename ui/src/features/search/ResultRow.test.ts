import { render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { hit } from '../../../tests/support/program';
import ResultRow from './ResultRow.svelte';

const props = { id: 'result-0', selected: false, position: 1, total: 1, onopen: () => undefined };

describe('a row of the list', () => {
  it('marks what matched and nothing else', () => {
    const title = {
      parts: [
        { text: 'Stops last ', hit: false },
        { text: 'long', hit: true },
        { text: 'er', hit: false },
      ],
    };
    const { container } = render(ResultRow, { ...props, hit: { ...hit('a'), title } });
    expect(container.querySelector('.title')?.textContent).toBe('Stops last longer');
    expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['long']);
  });

  it('shows hostile text as text', () => {
    const title = { parts: [{ text: '<img src=x onerror=alert(1)>', hit: true }] };
    const { container } = render(ResultRow, { ...props, hit: { ...hit('a'), title } });
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('<img src=x onerror=alert(1)>');
  });

  it('says in words what must be known', () => {
    render(ResultRow, { ...props, hit: { ...hit('a'), status: 'contested', stale: true, unsourced: 2 } });
    expect(screen.getByText('Force')).toBeTruthy();
    expect(screen.getByText('Contested')).toBeTruthy();
    expect(screen.getByTestId('stale-mark').textContent).toContain('Stale');
    expect(screen.getByText('2 figures without a source')).toBeTruthy();
  });

  it('says why it is here while it is selected', () => {
    const found = { ...hit('a'), why: 'Its title has the word.' };
    const { rerender } = render(ResultRow, { ...props, hit: found });
    expect(screen.queryByText(found.why)).toBeNull();
    void rerender({ ...props, hit: found, selected: true });
    expect(screen.getByRole('option').getAttribute('aria-selected')).toBe('true');
    expect(screen.getByText(found.why)).toBeTruthy();
  });

  it('opens with the mouse and leaves the keyboard where it was', () => {
    const onopen = vi.fn();
    render(ResultRow, { ...props, hit: hit('a'), onopen });
    const row = screen.getByRole('option');
    const down = new MouseEvent('mousedown', { bubbles: true, cancelable: true });
    row.dispatchEvent(down);
    row.click();
    expect(down.defaultPrevented).toBe(true);
    expect(onopen).toHaveBeenCalledOnce();
  });
});
