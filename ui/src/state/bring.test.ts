// What the page asks and in which order; answers that come too late change nothing.

import { describe, expect, it, vi } from 'vitest';
import type { BringPage, ExportPage } from '../generated/api';
import { byHand } from '../../tests/support/program';
import { Bring } from './bring.svelte';

const none = { rows: [], total: 0 };
const page = (cards: number): BringPage => ({
  id: 7,
  kind: 'table',
  name: 'cards.csv',
  place: '/cards.csv',
  cards,
  types: [],
  made: [],
  duplicates: none,
  left_out: none,
  remarks: none,
  conventions: [],
  alone: [],
  table: null,
});
const copy: ExportPage = {
  id: 3,
  target: '/out',
  cards: 2,
  others: 0,
  kilobytes: 1,
  left_out: [],
  left_out_total: 0,
};

async function looked() {
  const hand = byHand();
  const done = vi.fn();
  const bring = new Bring(hand.call, done);
  void bring.choose('table');
  await hand.last('choose_bring').answer({ id: 7 });
  await hand.last('look_at_bring').answer(page(2));
  return { ...hand, bring, done };
}

describe('bringing', () => {
  it('looks at what was chosen, and does it when asked', async () => {
    const { bring, last, done } = await looked();
    expect(bring.page?.cards).toBe(2);
    void bring.bring();
    expect(bring.acting).toBe('bringing');
    await last('bring').answer({ made: 2, first: 'mine/a', words: 'w' });
    expect(bring.brought?.made).toBe(2);
    expect(done).toHaveBeenCalledOnce();
  });

  it('leaves everything as it is where the dialog was closed', async () => {
    const { bring, last, asked } = await looked();
    void bring.choose('folder');
    await last('choose_bring').answer({ id: null });
    expect(bring.page?.cards).toBe(2);
    expect(asked.filter(({ command }) => command === 'look_at_bring')).toHaveLength(1);
  });

  it('takes only the answer to what was asked last', async () => {
    const { bring, last } = await looked();
    void bring.map(1, 'tags');
    const early = last('look_at_bring');
    void bring.map(2, 'body');
    const late = last('look_at_bring');
    expect(late.request).toMatchObject({
      table: {
        columns: [
          { column: 1, field: 'tags' },
          { column: 2, field: 'body' },
        ],
      },
    });
    await late.answer(page(9));
    await early.answer(page(1));
    expect(bring.page?.cards).toBe(9);
    void bring.read({ delimiter: 'tab' });
    expect(last('look_at_bring').request).toMatchObject({ table: { delimiter: 'tab', columns: [] } });
  });

  it('says why, and keeps what was shown', async () => {
    const { bring, last } = await looked();
    void bring.bring();
    await last('bring').refuse({ code: 'failed', message: 'The disk is full.' });
    expect(bring.error).toBeDefined();
    expect(bring.acting).toBeUndefined();
    expect(bring.page?.cards).toBe(2);
    expect(bring.brought).toBeUndefined();
  });

  it('does not do twice what is being done', async () => {
    const { bring, asked } = await looked();
    void bring.bring();
    void bring.bring();
    void bring.choose('folder');
    expect(asked.filter(({ command }) => command === 'bring')).toHaveLength(1);
    expect(asked.at(-1)?.command).toBe('bring');
  });

  it('copies what was shown', async () => {
    const { bring, last } = await looked();
    void bring.chooseExport();
    await last('choose_export').answer(copy);
    expect([bring.page, bring.copy]).toEqual([undefined, copy]);
    void bring.export();
    await last('export').answer({ ...copy, id: null });
    expect(bring.copied).toBe(true);
  });
});
