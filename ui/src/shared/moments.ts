// Moments as the program writes them, by day and minute in the form of the user's own locale and zone.

/** Shows an ISO time; anything else as it stands. */
export function showMoment(written: string, locale?: string): string {
  const moment = new Date(written);
  if (written === '' || Number.isNaN(moment.getTime())) return written;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
}
