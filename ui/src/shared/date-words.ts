// The words a date can be typed in, English and German, folded to plain small letters.

/** A stretch of time one can count in. */
export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Folds case, accents and the ways to type an umlaut without one, and drops what only joins. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/\bnaechst/g, 'nachst')
    .replace(/\buebermorgen\b/g, 'ubermorgen')
    .replace(/\bmaerz\b/g, 'marz')
    .replace(/\bfuenf\b/g, 'funf')
    .replace(/\bzwoelf\b/g, 'zwolf')
    .replaceAll(',', ' ')
    .replaceAll('−', '-')
    .replace(/\s+/g, ' ')
    .trim();
}

// Days that have a name of their own, by how far off they are.
const namedDays: Readonly<Record<string, number>> = {
  today: 0,
  now: 0,
  heute: 0,
  tomorrow: 1,
  tmr: 1,
  morgen: 1,
  'day after tomorrow': 2,
  'the day after tomorrow': 2,
  ubermorgen: 2,
  yesterday: -1,
  gestern: -1,
  'day before yesterday': -2,
  'the day before yesterday': -2,
  vorgestern: -2,
};

const weekdays = [
  'mon monday mo montag',
  'tue tues tuesday di dienstag',
  'wed weds wednesday mi mittwoch',
  'thu thur thurs thursday do donnerstag',
  'fri friday fr freitag',
  'sat saturday sa samstag sonnabend',
  'sun sunday so sonntag',
].map((names) => names.split(' '));

const months = [
  'jan january januar janner',
  'feb february februar',
  'mar march marz mrz',
  'apr april',
  'may mai',
  'jun june juni',
  'jul july juli',
  'aug august',
  'sep sept september',
  'oct october okt oktober',
  'nov november',
  'dec december dez dezember',
].map((names) => names.split(' '));

const numbers: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  ein: 1,
  eine: 1,
  einem: 1,
  einer: 1,
  two: 2,
  'a couple of': 2,
  zwei: 2,
  three: 3,
  drei: 3,
  four: 4,
  vier: 4,
  five: 5,
  funf: 5,
  six: 6,
  sechs: 6,
  seven: 7,
  sieben: 7,
  eight: 8,
  acht: 8,
  nine: 9,
  neun: 9,
  ten: 10,
  zehn: 10,
  eleven: 11,
  elf: 11,
  twelve: 12,
  zwolf: 12,
};

const units: Readonly<Record<string, Unit>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  tag: 'day',
  tage: 'day',
  tagen: 'day',
  tages: 'day',
  t: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  woche: 'week',
  wochen: 'week',
  m: 'month',
  month: 'month',
  months: 'month',
  monat: 'month',
  monate: 'month',
  monaten: 'month',
  monats: 'month',
  q: 'quarter',
  quarter: 'quarter',
  quarters: 'quarter',
  quartal: 'quarter',
  quartale: 'quarter',
  quartalen: 'quarter',
  quartals: 'quarter',
  y: 'year',
  year: 'year',
  years: 'year',
  j: 'year',
  jahr: 'year',
  jahre: 'year',
  jahren: 'year',
  jahres: 'year',
};

/** The day of the week of a name, Monday being 0. */
export function weekdayNamed(word: string): number | undefined {
  return place(weekdays, word);
}

/** The month of a name, January being 1. */
export function monthNamed(word: string): number | undefined {
  const found = place(months, word);
  return found === undefined ? undefined : found + 1;
}

/** The number a word or some digits stand for. */
export function numberNamed(word: string): number | undefined {
  return /^\d{1,4}$/.test(word) ? Number(word) : own(numbers, word);
}

/** The unit a word stands for. */
export function unitNamed(word: string): Unit | undefined {
  return own(units, word);
}

/** How far off a day with a name of its own is. */
export function namedDay(word: string): number | undefined {
  return own(namedDays, word);
}

function place(table: readonly (readonly string[])[], word: string): number | undefined {
  const bare = word.replace(/\.$/, '');
  const found = table.findIndex((names) => names.includes(bare));
  return found < 0 ? undefined : found;
}

// A word that is typed must not find what every object has.
function own<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
