import { describe, expect, it } from 'vitest';
import type { BinRow } from '../generated/api';
import { byHand } from '../../tests/support/program';
import { Bin } from './bin.svelte';

function row(id: number): BinRow {
  return {
    id,
    key: `mine/${id}`,
    title: `Card ${id}`,
    type: 'note',
    path: `mine/${id}.md`,
    at: '',
    who: '',
    problem: null,
  };
}

async function shown(cards: BinRow[]) {
  const hand = byHand();
  const taken: string[] = [];
  const bin = new Bin(hand.call, ({ title }) => taken.push(title));
  bin.show();
  await hand.last('bin').answer({ cards });
  return { ...hand, bin, taken };
}

describe('the bin', () => {
  it('takes a card back once, tells it, and lists it no more', async () => {
    const cards = [row(1), row(2)];
    const { bin, last, taken, asked } = await shown(cards);
    const [first] = bin.rows ?? [];
    if (first === undefined) throw new Error('The bin is empty.');
    void bin.take(first);
    void bin.take(first);
    expect(asked.filter(({ command }) => command === 'take_from_bin')).toHaveLength(1);
    await last('take_from_bin').answer({});
    expect(taken).toEqual(['Card 1']);
    expect(bin.rows).toEqual([row(2)]);
  });

  it('says why a card cannot be taken back, and keeps it', async () => {
    const { bin, last, taken } = await shown([row(1)]);
    const [first] = bin.rows ?? [];
    if (first === undefined) throw new Error('The bin is empty.');
    void bin.take(first);
    await last('take_from_bin').refuse(new Error('Another file has taken its place.'));
    expect(bin.trouble).toBeDefined();
    expect([bin.rows?.length, bin.taking, taken]).toEqual([1, undefined, []]);
  });

  it('forgets nothing that was not asked about, and only what was seen', async () => {
    const { bin, asked, last } = await shown([row(1), row(2)]);
    await bin.forget();
    bin.ask('all');
    bin.keep();
    await bin.forget();
    expect(asked.map(({ command }) => command)).toEqual(['bin']);
    bin.ask('all');
    void bin.forget();
    expect(last('empty_bin').request).toEqual({ ids: [1, 2] });
    await last('empty_bin').answer({ cards: [row(3)] });
    expect([bin.rows, bin.doomed, bin.forgetting]).toEqual([[row(3)], undefined, false]);
  });

  it('asks nothing about an empty bin', async () => {
    const { bin } = await shown([]);
    bin.ask('all');
    expect(bin.doomed).toBeUndefined();
  });

  it('follows the news only while it is in sight', async () => {
    const { bin, asked } = await shown([]);
    bin.hide();
    bin.hear();
    expect(asked).toHaveLength(1);
  });
});
