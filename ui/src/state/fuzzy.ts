// Finds what was meant by a few letters: each word of the query must appear in the text as letters in their order,
// best at the beginnings of words and side by side. Accents and capitals do not matter. Pure.

/** How well a text matched, and which of its characters did. */
export interface Match {
  readonly score: number;
  /** Indices into the text, rising. */
  readonly positions: readonly number[];
}

/** A text with the marks of how it matched, cut where matched and unmatched meet. */
export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

const wordStart = 8;
const textStart = 4;
const adjacent = 6;
const gap = 1;

/** A text without accents and capitals, each letter with its place in the original. */
interface Folded {
  readonly letters: readonly string[];
  readonly places: readonly number[];
  readonly starts: readonly boolean[];
}

/** Matches a query; nothing where one of its words is not in the text. An empty query matches with nothing marked. */
export function match(query: string, text: string): Match | undefined {
  const folded = fold(text);
  const positions = new Set<number>();
  let score = 0;
  const words = query.split(/\s+/).filter((part) => part !== '');
  if (words.length === 0) return { score, positions: [] };
  for (const word of words) {
    const found = matchWord(fold(word).letters, folded);
    if (found === undefined) return undefined;
    score += found.score;
    for (const position of found.positions) positions.add(position);
  }
  // Of two texts that match alike, the shorter one was meant.
  return { score: score - text.length / 1000, positions: [...positions].sort((one, other) => one - other) };
}

/** Keeps the texts that match, the best first; equal ones stay in their order. */
export function ranked<T>(
  query: string,
  items: readonly T[],
  textOf: (item: T) => string,
): { item: T; match: Match }[] {
  return items
    .map((item) => ({ item, match: match(query, textOf(item)) }))
    .filter((found): found is { item: T; match: Match } => found.match !== undefined)
    .sort((one, other) => other.match.score - one.match.score);
}

/** Cuts a text at the borders of what matched. */
export function pieces(text: string, positions: readonly number[]): Piece[] {
  const marked = new Set(positions);
  const cut: { text: string; hit: boolean }[] = [];
  let at = 0;
  for (const character of text) {
    const hit = marked.has(at);
    const last = cut.at(-1);
    if (last?.hit === hit) last.text += character;
    else cut.push({ text: character, hit });
    at += character.length;
  }
  return cut;
}

function fold(text: string): Folded {
  const letters: string[] = [];
  const places: number[] = [];
  const starts: boolean[] = [];
  let place = 0;
  let before = ' ';
  for (const character of text) {
    const start = /[\p{L}\p{N}]/u.test(character) && !/[\p{L}\p{N}\p{M}]/u.test(before);
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss');
    Array.from(plain).forEach((letter, at) => {
      letters.push(letter);
      places.push(place);
      starts.push(start && at === 0);
    });
    place += character.length;
    before = character;
  }
  return { letters, places, starts };
}

/** The best way to find the letters of one word in their order, found column by column. */
function matchWord(word: readonly string[], { letters, places, starts }: Folded): Match | undefined {
  // A word of marks alone asks for nothing.
  if (word.length === 0) return { score: 0, positions: [] };
  const came: number[][] = [];
  let scores: number[] = [];
  word.forEach((wanted, row) => {
    const next: number[] = [];
    const from: number[] = [];
    let best = -Infinity;
    let bestAt = -1;
    letters.forEach((letter, column) => {
      const far = scores[column - 2] ?? -Infinity;
      if (far > best) [best, bestAt] = [far, column - 2];
      const near = (scores[column - 1] ?? -Infinity) + adjacent;
      const base = row === 0 ? 0 : Math.max(near, best - gap);
      const bonus = (starts[column] === true ? wordStart : 0) + (column === 0 ? textStart : 0);
      next.push(letter === wanted ? base + bonus : -Infinity);
      from.push(near >= best - gap ? column - 1 : bestAt);
    });
    came.push(from);
    scores = next;
  });
  const score = Math.max(-Infinity, ...scores);
  if (score === -Infinity) return undefined;
  const positions: number[] = [];
  let column = scores.indexOf(score);
  for (let row = word.length - 1; row >= 0; row -= 1) {
    const place = places[column];
    if (place !== undefined) positions.unshift(place);
    column = came[row]?.[column] ?? -1;
  }
  return { score, positions };
}
