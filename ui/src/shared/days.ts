// Calendar arithmetic without a clock and without time zones: a day is a number, and no hour can shift it.

/** A day, as `2026-03-12`. */
export type IsoDate = string;

/** A day taken apart. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const msPerDay = 86_400_000;
// Beyond these a date in a sales calendar is a slip of the keyboard.
const firstYear = 1900;
const lastYear = 2199;

/** Takes a day apart; nothing if there is no such day. */
export function parseDay(written: IsoDate): CalendarDay | undefined {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written);
  if (found === null) return undefined;
  const day = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
  return isoOf(day) === undefined ? undefined : day;
}

/** Writes a day; nothing if there is no such day, as 30 February. */
export function isoOf({ year, month, day }: CalendarDay): IsoDate | undefined {
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return undefined;
  if (day < 1 || day > daysIn(year, month)) return undefined;
  const two = (part: number) => String(part).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

/** How many days a month has. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day as a number that counts on by one each day. */
export function numberOf(day: CalendarDay): number {
  return Math.round(Date.UTC(day.year, day.month - 1, day.day) / msPerDay);
}

/** The day of a number. */
export function dayOf(number: number): CalendarDay {
  const date = new Date(number * msPerDay);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of the week, Monday being 0. */
export function weekdayOf(day: CalendarDay): number {
  return (((numberOf(day) + 3) % 7) + 7) % 7;
}

/** So many days later, or earlier. */
export function plusDays(day: CalendarDay, days: number): CalendarDay {
  return dayOf(numberOf(day) + days);
}

/** So many months later: the same day, or the last the month has. */
export function plusMonths({ year, month, day }: CalendarDay, months: number): CalendarDay {
  const count = year * 12 + (month - 1) + months;
  const to = { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
  return { ...to, day: Math.min(day, daysIn(to.year, to.month)) };
}

/** The day it is where the user is. */
export function isoToday(now = new Date()): IsoDate {
  const day = isoOf({ year: now.getFullYear(), month: now.getMonth() + 1, day: now.getDate() });
  return day ?? now.toISOString().slice(0, 10);
}
