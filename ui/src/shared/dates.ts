// Dates as cards write them, shown in the form of the user's own locale. A source may know no more than a year
// or a month, and no more is made of it.

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
