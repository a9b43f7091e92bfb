import { describe, expect, it } from 'vitest';
import { showDate, showMoment } from './dates';

describe('dates of sources', () => {
  it.each([
    ['2026', 'en-GB', '2026'],
    ['2026-02', 'en-GB', 'February 2026'],
    ['2026-02-10', 'en-GB', '10 Feb 2026'],
    ['2026-02-10', 'de-DE', '10. Feb. 2026'],
    ['2026-02', 'fr-FR', 'février 2026'],
  ])('%s in %s', (written, locale, shown) => {
    expect(showDate(written, locale)).toBe(shown);
  });

  it.each(['2026-13', '2026-02-30', 'spring 2026', ''])('shows “%s” as it stands', (written) => {
    expect(showDate(written, 'en-GB')).toBe(written);
  });
});

it('shows a moment by day and minute, and anything else as it stands', () => {
  expect(showMoment('2026-11-22T20:00:05', 'en-GB')).toBe('22 Nov 2026, 20:00');
  expect([showMoment('soon'), showMoment('')]).toEqual(['soon', '']);
});
