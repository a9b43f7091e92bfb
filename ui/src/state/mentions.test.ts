import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../backend/call';
import { CallError } from '../backend/error';
import type { Mention } from '../generated/api';
import { Mentions, restMs } from './mentions.svelte';

const mention: Mention = {
  from: 'mine/b',
  title: 'B',
  type: 'note',
  sentence: { parts: [{ text: 'A', hit: true }] },
  words: 'A',
  place: 7,
};

describe('mentions', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function program(refused?: CallError) {
    const asked: unknown[] = [];
    const linked = vi.fn();
    const call = ((command: string, request: unknown) => {
      asked.push([command, request]);
      if (command === 'mentions') return Promise.resolve({ rows: [mention], more: false });
      return refused === undefined ? Promise.resolve({ path: 'b.md' }) : Promise.reject(refused);
    }) as unknown as Call;
    return { mentions: new Mentions(call, linked), asked, linked };
  }

  it('are looked for when a card rests before the reader, not while they pass over it', async () => {
    const { mentions, asked } = program();
    mentions.follow('mine/x');
    mentions.follow('mine/a');
    await vi.advanceTimersByTimeAsync(restMs);
    expect(asked).toEqual([['mentions', { key: 'mine/a' }]]);
    expect(mentions.rows).toEqual([mention]);
    mentions.follow(undefined);
    expect(mentions.rows).toEqual([]);
  });

  it('become a link and are gone from the list', async () => {
    const { mentions, asked, linked } = program();
    mentions.follow('mine/a');
    await vi.advanceTimersByTimeAsync(restMs);
    await mentions.link(mention);
    expect(asked.at(-1)).toEqual(['link_mention', { key: 'mine/a', from: 'mine/b', words: 'A', place: 7 }]);
    expect([mentions.rows, linked.mock.calls]).toEqual([[], [[mention]]]);
  });

  it('stay where they cannot become a link, with the reason', async () => {
    const { mentions } = program(new CallError({ code: 'wrong_use', message: 'Changed.' }));
    mentions.follow('mine/a');
    await vi.advanceTimersByTimeAsync(restMs);
    await mentions.link(mention);
    expect([mentions.rows, mentions.error?.message]).toEqual([[mention], 'Changed.']);
  });
});
