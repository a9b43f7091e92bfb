// Dates as cards write them, shown in the form of the user's own locale. A source may know no more than a year
// or a month, and no more is made of it.

import { m } from '../paraglide/messages';
import { numberOf, parseDay } from './days';

/** Shows `2026`, `2026-02` or `2026-02-10` in the user's form; anything else as it stands. */
export function showDate(written: string, locale?: string): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(written);
  if (found === null) return written;
  const [, year, month, day] = found;
  if (month === undefined) return written;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  const isCalendarDay = date.getUTCMonth() === Number(month) - 1;
  if (!isCalendarDay) return written;
  // A date without a time has no zone to shift it.
  const form: Intl.DateTimeFormatOptions =
    day === undefined
      ? { year: 'numeric', month: 'long' }
      : { year: 'numeric', month: 'short', day: 'numeric' };
  return new Intl.DateTimeFormat(locale, { ...form, timeZone: 'UTC' }).format(date);
}

/** Shows an ISO time by day and minute, in the user's own zone; anything else as it stands. */
export function showMoment(written: string, locale?: string): string {
  const moment = new Date(written);
  if (written === '' || Number.isNaN(moment.getTime())) return written;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}

/** Spells a day out, and says how far off it is: “Thursday 12 March 2026, in 3 weeks”. */
export function spelledDate(date: string, today: string, locale?: string): string {
  const [day, from] = [parseDay(date), parseDay(today)];
  if (day === undefined || from === undefined) return date;
  const spelled = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(
    Date.UTC(day.year, day.month - 1, day.day),
  );
  const days = numberOf(day) - numberOf(from);
  const weeks = days % 7 === 0 && days !== 0;
  const distance = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    weeks ? days / 7 : days,
    weeks ? 'week' : 'day',
  );
  return m.date_with_distance({ date: spelled, distance });
}
