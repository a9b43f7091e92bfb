// Moments as the program writes them, in the form of the user's own locale and zone.

/** Shows an ISO time by day and second; anything else as it stands. */
export function showTime(written: string, locale?: string): string {
  const moment = new Date(written);
  if (written === '' || Number.isNaN(moment.getTime())) return written;
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(moment);
}
