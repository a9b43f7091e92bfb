// What finding and replacing in all cards promises: only what is chosen and still meant is replaced.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { byHand, settled } from '../../tests/support/program';
import { Replacing, restMs } from './replacing.svelte';

const place = (at: number) => ({ at, line: 1, words: 'client', sentence: { parts: [] } });
const card = (key: string, places: number[], refused: string | null = null) => {
  return { key, path: `${key}.md`, title: key, type: 'note', refused, places: places.map(place) };
};
const answer = {
  cards: [card('a', [1, 9]), card('b', [4]), card('c', [2], 'read-only')],
  places: 4,
  more: false,
  unread: [],
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function looked() {
  const { call, asked, last } = byHand();
  const replaced: number[] = [];
  const state = new Replacing(call, ({ places }) => replaced.push(places));
  state.seek({ words: 'cli' });
  state.seek({ words: 'client' });
  await vi.advanceTimersByTimeAsync(restMs);
  expect(asked).toHaveLength(1);
  await last('find_words').answer(answer);
  return { state, asked, last, replaced };
}

test('every place that can be written is chosen until it is taken out', async () => {
  const { state, last } = await looked();
  const [a, b] = state.found?.cards ?? [];
  if (a === undefined || b === undefined) throw new Error('there are three cards');
  expect([state.chosen, state.chosenCards]).toEqual([3, 2]);
  state.turn(a, place(9));
  state.turnCard(b);
  expect([state.chosen, state.chosenCards]).toEqual([1, 1]);
  state.turnCard(a);
  expect(state.chosenIn(a)).toBe(2);
  state.turn(a, place(1));
  state.with = 'buyer';
  void state.replace();
  await settled();
  expect(last('replace_words').request).toEqual({
    find: { words: 'client', match_case: false, whole_words: false },
    with: 'buyer',
    chosen: [{ key: 'a', places: [9] }],
  });
});

test('what was left as it was is told, and the cards are looked at again', async () => {
  const { state, last, replaced } = await looked();
  void state.replace();
  await settled();
  const left = [{ path: 'b', why: 'it was changed' }];
  await last('replace_words').answer({ cards: 1, places: 2, left });
  expect([replaced, state.left]).toEqual([[2], left]);
  await last('find_words').answer({ ...answer, cards: [], places: 0 });
  expect([state.chosen, state.busy]).toEqual([0, false]);
});

test('where capitals do not matter, the words begin as those did that they stand for', async () => {
  const { state } = await looked();
  state.with = 'buyer';
  const shown = (words: string) => state.withAt({ ...place(1), words });
  expect([shown('Client'), shown('client'), shown('1 client')]).toEqual(['Buyer', 'buyer', 'buyer']);
  state.with = 'ßa';
  expect(shown('Client')).toBe('ßa');
  state.with = 'buyer';
  state.seek({ match_case: true });
  expect(shown('Client')).toBe('buyer');
});

test('nothing is replaced while other words are being typed', async () => {
  const { state, asked } = await looked();
  state.seek({ words: 'clients' });
  await state.replace();
  expect(asked.map(({ command }) => command)).not.toContain('replace_words');
});

test('no words find nothing, and nobody is asked', async () => {
  const { state, asked } = await looked();
  state.seek({ words: '  ' });
  await vi.advanceTimersByTimeAsync(restMs);
  expect([state.found, asked.length]).toEqual([undefined, 1]);
});
