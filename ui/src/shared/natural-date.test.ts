import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysIn, isoOf, numberOf, parseDay, plusDays, weekdayOf, type CalendarDay } from './days';
import { readDate } from './natural-date';

// A Sunday.
const today = '2026-11-22';

describe('a date in words', () => {
  it.each([
    ['today', '2026-11-22'],
    ['tomorrow', '2026-11-23'],
    ['Morgen', '2026-11-23'],
    ['übermorgen', '2026-11-24'],
    ['uebermorgen', '2026-11-24'],
    ['yesterday', '2026-11-21'],
    ['friday', '2026-11-27'],
    ['sunday', '2026-11-29'],
    ['this sunday', '2026-11-22'],
    ['next tuesday', '2026-11-24'],
    ['nächsten Dienstag', '2026-11-24'],
    ['naechsten dienstag', '2026-11-24'],
    ['last friday', '2026-11-20'],
    ['am Freitag', '2026-11-27'],
    ['Fr.', '2026-11-27'],
    ['in 3 weeks', '2026-12-13'],
    ['in 3 Wochen', '2026-12-13'],
    ['in einer Woche', '2026-11-29'],
    ['in a month', '2026-12-22'],
    ['two weeks from now', '2026-12-06'],
    ['3 days ago', '2026-11-19'],
    ['vor drei Tagen', '2026-11-19'],
    ['-2d', '2026-11-20'],
    ['+2w', '2026-12-06'],
    ['in 1 quarter', '2027-02-22'],
    ['next week', '2026-11-23'],
    ['next month', '2026-12-01'],
    ['nächsten Monat', '2026-12-01'],
    ['next quarter', '2027-01-01'],
    ['end of quarter', '2026-12-31'],
    ['end of the month', '2026-11-30'],
    ['end of next month', '2026-12-31'],
    ['Ende des Monats', '2026-11-30'],
    ['Ende nächsten Monats', '2026-12-31'],
    ['Quartalsende', '2026-12-31'],
    ['eoy', '2026-12-31'],
    // The Friday of this week is over on a Sunday.
    ['end of week', '2026-11-27'],
    ['12 march', '2027-03-12'],
    ['March 12th', '2027-03-12'],
    ['12th of March 2028', '2028-03-12'],
    ['12. März', '2027-03-12'],
    ['24 Dec', '2026-12-24'],
    ['12.3.', '2027-03-12'],
    ['12.3.26', '2026-03-12'],
    ['12. 3. 2026', '2026-03-12'],
    ['2026-03-12', '2026-03-12'],
    ['29 feb', '2028-02-29'],
    ['the 15th', '2026-12-15'],
    ['am 30.', '2026-11-30'],
    ['31/1', '2027-01-31'],
    ['1/31', '2027-01-31'],
    ['5/5', '2027-05-05'],
  ])('“%s” is %s', (text, date) => {
    expect(readDate(text, today)).toEqual({ kind: 'date', date });
  });

  it('“next friday” is the one of next week, also when this week’s is still to come', () => {
    expect(readDate('next friday', '2026-11-23')).toEqual({ kind: 'date', date: '2026-12-04' });
    expect(readDate('friday', '2026-11-23')).toEqual({ kind: 'date', date: '2026-11-27' });
  });

  it('that can be read in two ways is both', () => {
    expect(readDate('3/12', today)).toEqual({ kind: 'choice', dates: ['2026-12-03', '2027-03-12'] });
  });

  it.each(['', '   '])('“%s” is nothing', (text) => {
    expect(readDate(text, today)).toEqual({ kind: 'none' });
  });

  it.each([
    'soonish',
    '30 february',
    '2026-02-29',
    '99.99.',
    '32/32',
    'in 9999 years',
    'constructor',
    'week',
    'may',
  ])('“%s” is not a date', (text) => {
    expect(readDate(text, today)).toEqual({ kind: 'unknown' });
  });
});

const anyDay = fc
  .tuple(
    fc.integer({ min: 1950, max: 2150 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  .map(([year, month, day]): CalendarDay => ({ year, month, day: Math.min(day, daysIn(year, month)) }));
const iso = (day: CalendarDay) => String(isoOf(day));
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function understood(text: string, from: CalendarDay): CalendarDay {
  const reading = readDate(text, iso(from));
  const day = reading.kind === 'date' ? parseDay(reading.date) : undefined;
  if (day === undefined) throw new Error(`“${text}” was read as ${JSON.stringify(reading)}.`);
  return day;
}

describe('whatever the day is', () => {
  it('a date as the program writes it is itself', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (day, from) => {
        expect(understood(iso(day), from)).toEqual(day);
        expect(understood(`${day.day}.${day.month}.${day.year}`, from)).toEqual(day);
      }),
    );
  });

  it('so many days ahead and behind are so many days', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 9999 }), (from, days) => {
        expect(understood(`in ${days} days`, from)).toEqual(plusDays(from, days));
        expect(understood(`${days} days ago`, from)).toEqual(plusDays(from, -days));
      }),
    );
  });

  it('a day of the week is that day, within the week that is meant', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 6 }), (from, wanted) => {
        const name = String(weekdays[wanted]);
        const off = (text: string) => numberOf(understood(text, from)) - numberOf(from);
        for (const text of [name, `next ${name}`, `last ${name}`, `this ${name}`]) {
          expect(weekdayOf(understood(text, from))).toBe(wanted);
        }
        expect(off(name)).toBeGreaterThanOrEqual(1);
        expect(off(name)).toBeLessThanOrEqual(7);
        expect(off(`next ${name}`)).toBeGreaterThanOrEqual(1);
        expect(off(`next ${name}`)).toBeLessThanOrEqual(13);
        expect(off(`last ${name}`)).toBeGreaterThanOrEqual(-7);
        expect(off(`last ${name}`)).toBeLessThanOrEqual(-1);
        expect(off(`this ${name}`)).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('a day without a year is never past, and is that day', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, day) => {
        const found = understood(`${day.day}.${day.month}.`, from);
        expect([found.month, found.day]).toEqual([day.month, day.day]);
        expect(numberOf(found)).toBeGreaterThanOrEqual(numberOf(from));
      }),
    );
  });

  it('the end of the month is its last day', () => {
    fc.assert(
      fc.property(anyDay, (from) => {
        expect(understood('end of month', from)).toEqual({ ...from, day: daysIn(from.year, from.month) });
      }),
    );
  });

  it('nothing that is typed breaks it, and what it finds is a day', () => {
    const words = fc.constantFrom(
      'in',
      'next',
      'end of',
      '3',
      '99',
      'week',
      'märz',
      '31',
      '.',
      '/',
      '-',
      'friday',
      'am',
      'd',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 5 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(typed, anyDay, (text, from) => {
        const reading = readDate(text, iso(from));
        const dates =
          reading.kind === 'date' ? [reading.date] : reading.kind === 'choice' ? reading.dates : [];
        for (const date of dates) expect(parseDay(date)).toBeDefined();
      }),
    );
  });
});
