import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, byHand, page, settled, status } from '../../tests/support/program';
import { Browsing } from './browsing.svelte';
import { restMs } from './reader.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function opened(ids: string[]) {
  const program = byHand();
  const browsing = new Browsing(program.call);
  void browsing.begin();
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
    await last('changes').answer({ revision: 1, changed: ['cards'] });
    await last('search').answer(answer(['new', 'a', 'b']));
    expect(browsing.selected).toBe('core/b');
    await last('changes').answer({ revision: 2, changed: ['cards'] });
    await last('search').answer(answer(['new', 'a']));
    expect(browsing.selected).toBeUndefined();
    expect(browsing.reader.key).toBe('core/b');
  });

  it('reads the shown card again when cards changed', async () => {
    const { browsing, last, asked } = await opened(['a']);
    browsing.open('core/a');
    await last('read_card').answer(page('a'));
    await last('changes').answer({ revision: 1, changed: ['cards'] });
    expect(asked.filter(({ command }) => command === 'read_card')).toHaveLength(2);
  });

  it('closes the pane when nothing is found', async () => {
    const { browsing, last } = await opened(['a']);
    browsing.type('zzz');
    await last('search').answer(answer([]));
    expect(browsing.selected).toBeUndefined();
    expect(browsing.reader.key).toBeUndefined();
    expect(browsing.openSelected()).toBe(false);
  });

  it('loads more before the selection reaches the end of what is loaded', async () => {
    const ids = Array.from({ length: 100 }, (_, row) => `card-${row}`);
    const { browsing, last, asked } = await opened([]);
    browsing.type('card');
    await last('search').answer(answer(ids, { total: 300 }));
    const before = asked.length;
    browsing.move('last');
    expect(asked.slice(before).map(({ request }) => request)).toMatchObject([{ offset: 100 }]);
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

  it('stops by itself when the page goes', async () => {
    const { browsing, last, asked } = await opened(['a']);
    browsing.end();
    const before = asked.length;
    await last('changes').answer({ revision: 5, changed: ['cards'] });
    await settled();
    expect(asked).toHaveLength(before);
  });
});
