import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand, page } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { Reader, restMs } from './reader.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function made() {
  const program = byHand();
  const missed = vi.fn();
  return { ...program, missed, reader: new Reader(program.call, missed) };
}

describe('reading cards', () => {
  it('reads only the card on which the selection rests', () => {
    const { reader, asked } = made();
    reader.glance('core/a');
    reader.glance('core/b');
    vi.advanceTimersByTime(restMs);
    expect(asked.map(({ request }) => request)).toEqual([{ key: 'core/b' }]);
  });

  it('opens a card without a rest', () => {
    const { reader, asked } = made();
    reader.open('core/a');
    expect(asked).toHaveLength(1);
  });

  it('keeps the card that is shown until the next is there', async () => {
    const { reader, asked } = made();
    reader.open('core/a');
    await asked[0]?.answer(page('a'));
    reader.open('core/b');
    expect(reader.page?.key).toBe('core/a');
    expect(reader.busy).toBe(true);
    await asked[1]?.answer(page('b'));
    expect(reader.page?.key).toBe('core/b');
    expect(reader.busy).toBe(false);
  });

  it('drops a card that comes after one was asked for later', async () => {
    const { reader, asked } = made();
    reader.open('core/a');
    reader.open('core/b');
    await asked[1]?.answer(page('b'));
    await asked[0]?.answer(page('a'));
    expect(reader.page?.key).toBe('core/b');
  });

  it('shows nothing that arrives after it was closed', async () => {
    const { reader, asked } = made();
    reader.open('core/a');
    reader.close();
    await asked[0]?.answer(page('a'));
    expect(reader.page).toBeUndefined();
  });

  it('waits for a card that was just written, and calls it gone only after a while', async () => {
    const { reader, asked, missed, last } = made();
    const missing = new CallError({ code: 'card_missing', message: 'There is no such card.' });
    reader.openWritten('core/new');
    await last('read_card').refuse(missing);
    expect([reader.error, reader.busy]).toEqual([undefined, true]);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(3_000);
    await last('read_card').refuse(missing);
    expect(reader.error?.code).toBe('card_missing');
    expect(missed).toHaveBeenCalledOnce();
  });

  it('asks for no card any more that was left while it was waited for', async () => {
    const { reader, asked, last } = made();
    const missing = new CallError({ code: 'card_missing', message: 'There is no such card.' });
    reader.openWritten('core/new');
    await last('read_card').refuse(missing);
    reader.refresh();
    await last('read_card').refuse(missing);
    reader.open('core/b');
    await vi.advanceTimersByTimeAsync(500);
    await last('read_card').answer(page('b'));
    expect(asked).toHaveLength(3);
    expect(reader.page?.key).toBe('core/b');
  });

  it('says when a card is gone, and shows it again when it is back', async () => {
    const { reader, asked, missed } = made();
    reader.open('core/a');
    await asked[0]?.refuse(new CallError({ code: 'card_missing', message: 'There is no such card.' }));
    expect(reader.error?.code).toBe('card_missing');
    expect(missed).toHaveBeenCalledOnce();
    reader.refresh();
    await asked[1]?.answer(page('a'));
    expect(reader.error).toBeUndefined();
    expect(reader.page?.key).toBe('core/a');
  });
});
