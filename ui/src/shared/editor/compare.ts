// Two versions of a passage, line by line, and within lines that resemble each other word by word.

import { diffLines, diffWordsWithSpace } from 'diff';

/** Words of a line, and whether one of the versions has them alone. */
export interface Words {
  readonly text: string;
  readonly marked: boolean;
}

/** A line of one version, or of both. */
export interface Line {
  readonly kind: 'same' | 'removed' | 'added';
  readonly words: readonly Words[];
}

/** Lines, or how many that are the same in both were folded away. */
export type Passage =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'fold'; readonly lines: readonly Line[] };

// Comparing word by word grows with the square of what differs.
const longestByWord = 20_000;
// Below this share of common letters two lines say different things, and marked words would only be confetti.
const resemblance = 0.4;

/** The lines of two versions, in order; where there was or is nothing, it has none. */
export function compareLines(before: string | null, after: string | null): Line[] {
  const lines: Line[] = [];
  let removed = '';
  const settle = (added: string) => {
    lines.push(...hunk(removed, added));
    removed = '';
  };
  for (const part of diffLines(closed(before), closed(after))) {
    if (part.removed) {
      removed += part.value;
    } else if (part.added) {
      settle(part.value);
    } else {
      if (removed !== '') settle('');
      lines.push(...plain(part.value, 'same'));
    }
  }
  if (removed !== '') settle('');
  return lines;
}

/** Folds what is the same away, but for a few lines around each change. */
export function foldSame(lines: readonly Line[], around = 2): Passage[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'),
  );
  const passages: { kind: 'lines' | 'fold'; lines: Line[] }[] = [];
  lines.forEach((line, at) => {
    const kind = near[at] === true ? 'lines' : 'fold';
    const last = passages.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else passages.push({ kind, lines: [line] });
  });
  // One line takes no more room than the words that say it is folded.
  return passages.map((passage) => (passage.lines.length === 1 ? { ...passage, kind: 'lines' } : passage));
}

/** Lines that were removed and those that came in their place. */
function hunk(removed: string, added: string): Line[] {
  if (removed === '' || added === '' || removed.length + added.length > longestByWord)
    return [...plain(removed, 'removed'), ...plain(added, 'added')];
  const parts = diffWordsWithSpace(removed, added);
  const common = parts.reduce(
    (sum, part) => (part.added || part.removed ? sum : sum + part.value.trim().length),
    0,
  );
  if (common < resemblance * Math.min(removed.trim().length, added.trim().length))
    return [...plain(removed, 'removed'), ...plain(added, 'added')];
  const side = (kind: 'removed' | 'added') =>
    split(
      parts
        .filter((part) => (kind === 'removed' ? !part.added : !part.removed))
        .map((part) => ({ text: part.value, marked: part.added || part.removed })),
    ).map((words): Line => ({ kind, words }));
  return [...side('removed'), ...side('added')];
}

function plain(text: string, kind: Line['kind']): Line[] {
  return text === '' ? [] : split([{ text, marked: kind !== 'same' }]).map((words) => ({ kind, words }));
}

/** Cuts words at the ends of lines. */
function split(words: readonly Words[]): Words[][] {
  const lines: Words[][] = [[]];
  for (const { text, marked } of words) {
    text.split('\n').forEach((piece, at) => {
      if (at > 0) lines.push([]);
      if (piece !== '') lines.at(-1)?.push({ text: piece, marked });
    });
  }
  // Every passage ends with the end of a line, after which nothing stands.
  return lines.slice(0, -1);
}

/** The text with one way to end lines, and an end to its last line. */
function closed(text: string | null): string {
  if (text === null || text === '') return '';
  const lines = text.replace(/\r\n?/g, '\n');
  return lines.endsWith('\n') ? lines : `${lines}\n`;
}
