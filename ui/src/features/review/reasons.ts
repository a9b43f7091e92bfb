// Why a card stands where it does in the queue of those to be looked at, in words.

import type { ReviewMark, ReviewRow } from '../../generated/api';
import { m } from '../../paraglide/messages';
import { showMoment } from '../../shared/moments';

/** The word for one thing that is wrong with a card. */
export function markWord(mark: ReviewMark): string {
  switch (mark.mark) {
    case 'stale':
      return m.mark_stale();
    case 'unsourced':
      return m.mark_unsourced({ count: mark.figures });
    case 'contested':
      return m.status_contested();
    case 'withdrawn':
      return m.status_withdrawn();
  }
}

/** The reasons that put a card where it is, the strongest first. */
export function reasonsOf(row: ReviewRow): string[] {
  const has = (name: ReviewMark['mark']) => row.marks.some(({ mark }) => mark === name);
  const figures = row.marks.find((mark) => mark.mark === 'unsourced');
  return [
    row.next_use === null ? undefined : m.review_next_use({ when: showMoment(row.next_use) }),
    row.bad_outcomes === 0 ? undefined : m.review_bad({ count: row.bad_outcomes }),
    has('stale') ? m.review_overdue({ count: row.overdue_days }) : undefined,
    has('withdrawn') ? m.review_withdrawn() : undefined,
    has('contested') ? m.review_contested() : undefined,
    figures === undefined ? undefined : m.review_unsourced({ count: figures.figures }),
  ].filter((reason) => reason !== undefined);
}
