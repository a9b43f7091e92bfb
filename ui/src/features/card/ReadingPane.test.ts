import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { byHand, page } from '../../../tests/support/program';
import type { CardPage } from '../../generated/api';
import { showDate } from '../../shared/dates';
import { Mentions } from '../../state/mentions.svelte';
import { Reader } from '../../state/reader.svelte';
import ReadingPane from './ReadingPane.svelte';

const full: CardPage = page('long-night-stops', {
  title: 'Night stops last longer',
  type: 'challenge',
  status: 'draft',
  status_reason: 'It says ready, but 1 finding must be mended first.',
  html: '<blockquote class="say"><p>Say this.</p></blockquote><p>Text.<sup><a href="#md-source-1">1</a></sup> <a href="oneup://card/core/coo">The COO</a> <a data-link="7" href="#">table</a></p>',
  meta: [
    { name: 'role', values: ['Plant manager', 'COO'] },
    { name: 'review_by', values: ['2027-08-31'] },
  ],
  links: [
    {
      verb: 'costs',
      target: { key: 'core/coo', title: 'The COO', type: 'role', problem: null },
      text: null,
      mark: '4/5',
      because: 'overtime is theirs',
      sources: [1],
    },
    {
      verb: 'raises',
      target: { key: null, title: 'lost', type: null, problem: 'No card answers to “lost”.' },
      text: null,
      mark: null,
      because: null,
      sources: [],
    },
  ],
  backlinks: [
    {
      phrase: 'is caused by',
      key: 'core/technicians-retire',
      title: 'Technicians retire',
      type: 'force',
      mark: null,
      because: 'fewer people can diagnose',
      sentence: {
        parts: [
          { text: 'causes ', hit: false },
          { text: 'Night stops', hit: true },
          { text: ' because fewer people can diagnose', hit: false },
        ],
      },
    },
  ],
  sources: [
    {
      number: 1,
      anchor: 'md-source-1',
      title: 'Labour force by age',
      link: 3,
      host: 'example.org',
      publisher: 'Statistics Office',
      published: '2026',
      checked: '2026-08-30',
      claim: 'fact',
      own_experience: false,
    },
  ],
  stale: { since: '2026-09-01', why: 'Its review date has passed.' },
  unsourced: [{ text: 'One in four people', line: 14 }],
  findings: [
    { level: 'error', line: 14, column: 3, message: 'A figure has no source.', remedy: 'Add a footnote.' },
  ],
});

async function shown(card: CardPage) {
  const { call, asked } = byHand();
  const reader = new Reader(call, () => undefined);
  reader.open(card.key);
  await asked[0]?.answer(card);
  const onopen = vi.fn();
  const onoutside = vi.fn();
  render(ReadingPane, {
    reader,
    mentions: new Mentions(call, () => undefined),
    onopen,
    onoutside,
    oncopylink: vi.fn(),
    onwindow: vi.fn(),
    onaround: vi.fn(),
  });
  return { onopen, onoutside, pane: screen.getByTestId('reading-pane') };
}

describe('the reading pane', () => {
  it('shows the card with its marks, in words', async () => {
    const { pane } = await shown(full);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Night stops last longer');
    expect(pane.querySelector('blockquote.say')?.textContent).toBe('Say this.');
    expect(screen.getByTestId('stale-mark').textContent).toContain('Its review date has passed.');
    expect(pane.textContent).toContain('It says ready, but 1 finding must be mended first.');
    expect(pane.textContent).toContain('Plant manager, COO');
    expect(pane.querySelector('time[datetime="2027-08-31"]')?.textContent).toBe(showDate('2027-08-31'));
    expect(screen.getByTestId('unsourced-row').textContent).toContain('Line 14');
    expect(screen.getByTestId('finding-row').textContent).toContain('Line 14, column 3');
    expect(screen.getByTestId('finding-row').textContent).toContain('Add a footnote.');
  });

  it('tells each connection with its reason, and opens it', async () => {
    const { onopen } = await shown(full);
    const [costs, raises] = screen.getAllByTestId('link-row');
    expect(costs?.textContent).toContain('costs');
    expect(costs?.textContent).toContain('4/5');
    expect(costs?.textContent).toContain('because overtime is theirs');
    expect(raises?.textContent).toContain('No card answers to “lost”.');
    const back = screen.getByTestId('backlink-row');
    expect(back.textContent).toContain('is caused by');
    await fireEvent.click(within(back).getByRole('button', { name: 'Technicians retire' }));
    expect(onopen).toHaveBeenCalledWith('core/technicians-retire');
  });

  it('follows the links of the text without leaving the page', async () => {
    const { onopen, onoutside } = await shown(full);
    await fireEvent.click(screen.getByRole('link', { name: 'The COO' }));
    expect(onopen).toHaveBeenCalledWith('core/coo');
    await fireEvent.click(screen.getByText('table'));
    expect(onoutside).toHaveBeenCalledWith(full.key, 7);
  });

  it('leads from a reference to its source, and from the source outside', async () => {
    const { onoutside, pane } = await shown(full);
    const reference = pane.querySelector('a[href="#md-source-1"]');
    if (reference === null) throw new Error('no reference');
    await fireEvent.click(reference);
    const row = screen.getByTestId('source-row');
    await vi.waitFor(() => {
      expect(document.activeElement).toBe(row);
    });
    expect(row.textContent).toContain('Statistics Office');
    expect(row.querySelector('time[datetime="2026"]')?.textContent).toBe('2026');
    await fireEvent.click(within(row).getByRole('button'));
    expect(onoutside).toHaveBeenCalledWith(full.key, 3);
  });

  it('says when the card is gone', async () => {
    const { call, asked } = byHand();
    const reader = new Reader(call, () => undefined);
    reader.open('core/a');
    const { CallError } = await import('../../backend/error');
    await asked[0]?.refuse(new CallError({ code: 'card_missing', message: 'There is no card “core/a”.' }));
    const nothing = () => undefined;
    render(ReadingPane, {
      reader,
      mentions: new Mentions(call, () => undefined),
      onaround: vi.fn(),
      onopen: nothing,
      onoutside: nothing,
      oncopylink: nothing,
      onwindow: nothing,
    });
    expect(screen.getByTestId('card-trouble').textContent).toContain('There is no card “core/a”.');
  });
});
