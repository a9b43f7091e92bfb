import { beforeEach, describe, expect, it } from 'vitest';
import type { ReviewRow } from '../generated/api';
import { byHand } from '../../tests/support/program';
import { Review } from './review.svelte';

function row(number: number): ReviewRow {
  return {
    key: `mine/${number}`,
    title: `Card ${number}`,
    type: 'note',
    pack: 'mine',
    marks: [{ mark: 'stale' }],
    overdue_days: number,
    next_use: null,
    bad_outcomes: 0,
    last: null,
  };
}

beforeEach(() => {
  localStorage.clear();
});

describe('the queue', () => {
  it('fetches the pages that are looked at', async () => {
    const { call, asked, last } = byHand();
    const review = new Review(call, () => undefined);
    review.show();
    await last('review_queue').answer({ total: 120, cards: Array.from({ length: 50 }, (_, at) => row(at)) });
    expect(asked).toHaveLength(1);
    void review.need(60, 70);
    expect(last('review_queue').request).toEqual({ offset: 50, limit: 50 });
    await last('review_queue').answer({ total: 120, cards: [row(50)] });
    expect(review.rows?.at(50)?.key).toBe('mine/50');
  });
});

describe('still true', () => {
  it('is not recorded without a reason, and remembers who said so', async () => {
    const { call, asked, last } = byHand();
    const confirmed: string[] = [];
    const review = new Review(call, ({ title }, { review_by }) => confirmed.push(`${title} ${review_by}`));
    review.ask({ key: 'mine/1', title: 'Card' });
    review.why = '  ';
    await review.confirm();
    expect(asked).toEqual([]);
    review.why = ' seen at two plants ';
    review.by = 'Anna';
    review.reviewBy = '2027-01-05';
    void review.confirm();
    void review.confirm();
    expect(asked).toHaveLength(1);
    expect(last('still_true').request).toEqual({
      key: 'mine/1',
      why: 'seen at two plants',
      by: 'Anna',
      review_by: '2027-01-05',
    });
    await last('still_true').answer({ key: 'mine/1', review_by: '2027-01-05', words: '' });
    expect([confirmed, review.card]).toEqual([['Card 2027-01-05'], undefined]);
    review.ask({ key: 'mine/2', title: 'Other' });
    expect([review.by, review.why, review.reviewBy]).toEqual(['Anna', '', undefined]);
  });

  it('says why it was refused, with what was typed kept', async () => {
    const { call, last } = byHand();
    const review = new Review(call, () => undefined);
    review.ask({ key: 'mine/1', title: 'Card' });
    review.why = 'a reason';
    void review.confirm();
    await last('still_true').refuse(new Error('read-only'));
    expect(review.trouble).toBeDefined();
    expect([review.card?.key, review.why, review.busy]).toEqual(['mine/1', 'a reason', false]);
  });
});
