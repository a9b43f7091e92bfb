// Reads a date as people type it: “next tuesday”, “in 3 weeks”, “12.3.”, “end of quarter”, in English and German.
// Today is given, never asked for. What can be read in two ways is handed back as both.

import { fold, monthNamed, namedDay, numberNamed, unitNamed, weekdayNamed, type Unit } from './date-words';
import {
  isoOf,
  parseDay,
  plusDays,
  plusMonths,
  weekdayOf,
  daysIn,
  type CalendarDay,
  type IsoDate,
} from './days';

/** What was understood: nothing typed, one day, one of two days, or not a date. */
export type DateReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'date'; readonly date: IsoDate }
  | { readonly kind: 'choice'; readonly dates: readonly [IsoDate, IsoDate] }
  | { readonly kind: 'unknown' };

type Reader = (words: string, today: CalendarDay) => readonly (CalendarDay | undefined)[] | undefined;

// Each knows one way of speaking and leaves the rest to the next.
const readers: readonly Reader[] = [
  named,
  written,
  slashes,
  monthInWords,
  dayOfMonth,
  weekday,
  counted,
  edges,
];

/** Reads a date. `today` is where “tomorrow” starts from. */
export function readDate(text: string, today: IsoDate): DateReading {
  const words = fold(text);
  if (words === '') return { kind: 'none' };
  const from = parseDay(today);
  if (from === undefined) return { kind: 'unknown' };
  for (const reader of readers) {
    const days = reader(words, from);
    if (days !== undefined) return reading(days);
  }
  return { kind: 'unknown' };
}

function reading(days: readonly (CalendarDay | undefined)[]): DateReading {
  const dates = [...new Set(days.map((day) => day && isoOf(day)))].filter((date) => date !== undefined);
  const [first, second] = dates;
  if (first === undefined) return { kind: 'unknown' };
  return second === undefined ? { kind: 'date', date: first } : { kind: 'choice', dates: [first, second] };
}

function named(words: string, today: CalendarDay): CalendarDay[] | undefined {
  const off = namedDay(words);
  return off === undefined ? undefined : [plusDays(today, off)];
}

// 2026-03-12, 12.3., 12.3.26
function written(words: string, today: CalendarDay): (CalendarDay | undefined)[] | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(words);
  if (iso !== null) return [{ year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) }];
  const dots = /^(\d{1,2})\. ?(\d{1,2})(?:\.? ?|\. ?(\d{4}|\d{2}))$/.exec(words);
  if (dots === null) return undefined;
  return [inYear(dots[3], Number(dots[2]), Number(dots[1]), today)];
}

// 3/12 is one day to some and another to others.
function slashes(words: string, today: CalendarDay): (CalendarDay | undefined)[] | undefined {
  const found = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/.exec(words);
  if (found === null) return undefined;
  const [, first, second, year] = found;
  return [
    inYear(year, Number(second), Number(first), today),
    inYear(year, Number(first), Number(second), today),
  ];
}

// 12 march, march 12th 2027, 12. märz
function monthInWords(words: string, today: CalendarDay): (CalendarDay | undefined)[] | undefined {
  const bare = words.replace(/^(?:on |am |the |den )+/, '').replace(/ of /, ' ');
  const [, dayFirst, monthAfter, yearAfter] =
    /^(\d{1,2})(?:\.|st|nd|rd|th)? ?([a-z]+)\.?(?: (\d{4}|\d{2}))?$/.exec(bare) ?? [];
  const [, monthBefore, dayAfter, yearThen] =
    /^([a-z]+)\.? (\d{1,2})(?:\.|st|nd|rd|th)?(?: (\d{4}))?$/.exec(bare) ?? [];
  const month = monthNamed(monthAfter ?? monthBefore ?? '');
  if (month === undefined) return undefined;
  return [inYear(yearAfter ?? yearThen, month, Number(dayFirst ?? dayAfter), today)];
}

// the 15th, am 15.
function dayOfMonth(words: string, today: CalendarDay): (CalendarDay | undefined)[] | undefined {
  const found =
    /^(?:on )?(?:the )?(\d{1,2})(?:st|nd|rd|th)$/.exec(words) ?? /^(?:am|den|zum) (\d{1,2})\.$/.exec(words);
  if (found === null) return undefined;
  const day = Number(found[1]);
  if (day < 1 || day > 31) return [];
  // No two months in a row are short of a 31st, and a 30th is only missing in February.
  for (let months = 0; months < 3; months += 1) {
    const { year, month } = plusMonths({ ...today, day: 1 }, months);
    const isThere = day <= daysIn(year, month) && (months > 0 || day >= today.day);
    if (isThere) return [{ year, month, day }];
  }
  return [];
}

// friday, this friday, next friday, last friday
function weekday(words: string, today: CalendarDay): CalendarDay[] | undefined {
  const found =
    /^(?:on |am )?(?:(this|next|last|coming|diese[rnsm]?|nachste[rnsm]?|letzte[rnsm]?|kommende[rnsm]?) )?([a-z]+)\.?$/.exec(
      words,
    );
  const wanted = weekdayNamed(found?.[2] ?? '');
  if (found === null || wanted === undefined) return undefined;
  const now = weekdayOf(today);
  const which = direction(found[1] ?? '');
  // “Next” is the one of next week, whatever day it is; without a word it is the one that comes first.
  if (which === 'next') return [plusDays(today, 7 - now + wanted)];
  if (which === 'last') return [plusDays(today, -(((now - wanted + 6) % 7) + 1))];
  if (which === 'this') return [plusDays(today, (wanted - now + 7) % 7)];
  return [plusDays(today, ((wanted - now + 6) % 7) + 1)];
}

// in 3 weeks, 2 days ago, vor drei Tagen, -2d
function counted(words: string, today: CalendarDay): CalendarDay[] | undefined {
  const short = /^([+-]?) ?(\d{1,4}) ?([a-z]+)$/.exec(words);
  const ahead = /^in (.+) ([a-z]+)$/.exec(words) ?? /^(.+) ([a-z]+) from (?:now|today)$/.exec(words);
  const behind = /^(.+) ([a-z]+) ago$/.exec(words) ?? /^vor (.+) ([a-z]+)$/.exec(words);
  const [count, word] = short === null ? (ahead ?? behind ?? []).slice(1) : short.slice(2);
  const number = numberNamed(count ?? '');
  const unit = unitNamed(word ?? '');
  if (number === undefined || unit === undefined) return undefined;
  return [later(today, behind !== null || short?.[1] === '-' ? -number : number, unit)];
}

// next month, end of quarter, ende nächsten monats, eom
function edges(words: string, today: CalendarDay): CalendarDay[] | undefined {
  const short = /^eo([wmqy])$/.exec(words);
  const joined = /^(wochen|monats|quartals|jahres)(ende|anfang|beginn)$/.exec(words);
  const long =
    /^(?:(?:the |at the |am )?(end|start|beginning|ende|anfang|beginn) (?:of )?)?(?:(?:the|der|des|dem) )?(?:(this|next|last|diese[rnsm]?|nachste[rnsm]?|letzte[rnsm]?|kommende[rnsm]?) )?([a-z]+)$/.exec(
      words,
    );
  const unit = unitNamed(short?.[1] ?? joined?.[1] ?? long?.[3] ?? '');
  const edge = joined?.[2] ?? long?.[1] ?? (short === null ? undefined : 'end');
  const which = direction(long?.[2] ?? '');
  if (unit === undefined || unit === 'day' || (edge === undefined && which === undefined)) return undefined;
  const off = which === 'next' ? 1 : which === 'last' ? -1 : 0;
  const first = beginning(later({ ...today, day: unit === 'week' ? today.day : 1 }, off, unit), unit);
  if (edge !== 'end' && edge !== 'ende') return [first];
  if (unit !== 'week') return [plusDays(later(first, 1, unit), -1)];
  // The week of those who sell ends on Friday; on a Saturday that one is over.
  return [plusDays(first, off === 0 && weekdayOf(today) > 4 ? 11 : 4)];
}

function direction(word: string): 'this' | 'next' | 'last' | undefined {
  if (/^(next|nachst|kommend)/.test(word)) return 'next';
  if (/^(last|letzt)/.test(word)) return 'last';
  return /^(this|dies|coming)/.test(word) ? 'this' : undefined;
}

function later(from: CalendarDay, count: number, unit: Unit): CalendarDay {
  switch (unit) {
    case 'day':
      return plusDays(from, count);
    case 'week':
      return plusDays(from, 7 * count);
    case 'month':
      return plusMonths(from, count);
    case 'quarter':
      return plusMonths(from, 3 * count);
    case 'year':
      return plusMonths(from, 12 * count);
  }
}

function beginning(day: CalendarDay, unit: Unit): CalendarDay {
  switch (unit) {
    case 'week':
      return plusDays(day, -weekdayOf(day));
    case 'quarter':
      return { ...day, month: day.month - ((day.month - 1) % 3), day: 1 };
    case 'year':
      return { ...day, month: 1, day: 1 };
    default:
      return { ...day, day: 1 };
  }
}

/** A day and a month, in the year that was typed or else in the first year in which it is still to come. */
function inYear(
  typed: string | undefined,
  month: number,
  day: number,
  today: CalendarDay,
): CalendarDay | undefined {
  if (typed !== undefined) {
    return { year: typed.length === 2 ? 2000 + Number(typed) : Number(typed), month, day };
  }
  // 29 February is there every fourth year, and once in a while every eighth.
  for (let year = today.year; year <= today.year + 8; year += 1) {
    const there = isoOf({ year, month, day }) !== undefined;
    const past = year === today.year && (month < today.month || (month === today.month && day < today.day));
    if (there && !past) return { year, month, day };
  }
  return undefined;
}
