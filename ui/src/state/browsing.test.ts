import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, byHand, page, status } from '../../tests/support/program';
import { Browsing } from './browsing.svelte';
import { restMs } from './reader.svelte';
import { pageSize } from './search.svelte';
import { Travel } from './travel.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function opened(ids: string[]) {
  const program = byHand();
  const browsing = new Browsing(program.call);
  void browsing.refresh();
  await program.last('status').answer(status());
  await program.last('search').answer(answer(ids));
  return { ...program, browsing };
}

describe('searching, selecting and reading', () => {
  it('selects the first hit and shows its card', async () => {
    const { browsing, last } = await opened(['a', 'b']);
    expect(browsing.selected).toBe('core/a');
    vi.advanceTimersByTime(restMs);
    await last('read_card').answer(page('a'));
    expect(browsing.reader.page?.key).toBe('core/a');
  });

  it('selects the first hit of each new question', async () => {
    const { browsing, last } = await opened(['a', 'b']);
    browsing.move('next');
    browsing.type('c');
    await last('search').answer(answer(['c', 'b']));
    expect(browsing.selected).toBe('core/c');
  });

  it('keeps the card before the reader’s eyes when the files change', async () => {
    const { browsing, last } = await opened(['a', 'b']);
    browsing.move('next');
    browsing.hear(new Set(['cards']));
    await last('search').answer(answer(['new', 'a', 'b']));
    expect(browsing.selected).toBe('core/b');
    browsing.hear(new Set(['cards']));
    await last('search').answer(answer(['new', 'a']));
    expect(browsing.selected).toBeUndefined();
    expect(browsing.reader.key).toBe('core/b');
  });

  it('reads the shown card again when cards changed', async () => {
    const { browsing, last, asked } = await opened(['a']);
    browsing.open('core/a');
    await last('read_card').answer(page('a'));
    browsing.hear(new Set(['cards']));
    expect(asked.filter(({ command }) => command === 'read_card')).toHaveLength(2);
  });

  it('closes the pane when nothing is found', async () => {
    const { browsing, last } = await opened(['a']);
    browsing.type('zzz');
    await last('search').answer(answer([]));
    expect(browsing.selected).toBeUndefined();
    expect(browsing.reader.key).toBeUndefined();
    expect(await browsing.openSelected()).toBe(false);
  });

  it('opens the first card of the answer that was typed for, however fast Enter came', async () => {
    const { browsing, last } = await opened(['a']);
    browsing.type('b');
    const opening = browsing.openSelected();
    expect(browsing.reading).toBe(false);
    await last('search').answer(answer(['b']));
    expect(await opening).toBe(true);
    expect(browsing.reader.key).toBe('core/b');
  });

  it('jumps to the end of a long list and selects its last card once that is here', async () => {
    const total = 50_000;
    const ids = (first: number) => Array.from({ length: pageSize }, (_, row) => `card-${first + row}`);
    const { browsing, last } = await opened([]);
    browsing.type('card');
    await last('search').answer(answer(ids(0), { total }));
    browsing.move('last');
    expect(browsing.selectedIndex).toBe(total - 1);
    expect(await browsing.openSelected()).toBe(false);
    expect(last('search').request).toMatchObject({ offset: total - pageSize });
    await last('search').answer(answer(ids(total - pageSize), { total }));
    expect(browsing.selected).toBe(`core/card-${total - 1}`);
    browsing.move('previous');
    expect(browsing.selected).toBe(`core/card-${total - 2}`);
  });

  it('makes opened cards part of the way back, and come back to shows them', async () => {
    const travel: Travel = new Travel(undefined, ({ card }) => {
      if (card !== undefined) browsing.show(card);
    });
    const program = byHand();
    const browsing = new Browsing(program.call, travel);
    void browsing.refresh();
    await program.last('search').answer(answer(['a', 'b']));
    browsing.open('core/a');
    browsing.open('core/b');
    travel.back();
    expect(browsing.selected).toBe('core/a');
    expect(browsing.reader.key).toBe('core/a');
    travel.forward();
    expect(browsing.reader.key).toBe('core/b');
  });

  it('selects in the list what was opened through a link, if it is there', async () => {
    const { browsing } = await opened(['a', 'b']);
    browsing.open('core/b');
    expect(browsing.selected).toBe('core/b');
    browsing.open('core/elsewhere');
    expect(browsing.selected).toBe('core/b');
    expect(browsing.reader.key).toBe('core/elsewhere');
  });

  it('asks for the cards of a library that was just created', async () => {
    const { browsing, last, asked } = await opened([]);
    void browsing.library.act('create_library');
    await last('create_library').answer(status({ cards: 24 }));
    await last('search').answer(answer(['a']));
    expect(browsing.selected).toBe('core/a');
    expect(asked.filter(({ command }) => command === 'search')).toHaveLength(2);
  });

  it('shows the card that a window was opened for, with the list behind it', async () => {
    const program = byHand();
    const browsing = new Browsing(program.call);
    browsing.show('core/b');
    void browsing.refresh();
    await program.last('search').answer(answer(['a', 'b']));
    expect(browsing.reader.key).toBe('core/b');
  });
});
