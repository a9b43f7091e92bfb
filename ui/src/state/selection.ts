// Where the selection goes when a key is pressed. Pure: an index and a count in, an index out.

/** A step through a list. */
export type Step = 'next' | 'previous' | 'next-page' | 'previous-page' | 'first' | 'last';

/** How many rows a page key passes over. */
export const rowsPerPage = 8;

/** Moves through a list of `count` rows, stopping at its ends. From nowhere (-1), any step enters the list. */
export function moved(index: number, count: number, step: Step): number {
  if (count === 0) return -1;
  if (index < 0) return step === 'last' ? count - 1 : 0;
  const targets: Record<Step, number> = {
    next: index + 1,
    previous: index - 1,
    'next-page': index + rowsPerPage,
    'previous-page': index - rowsPerPage,
    first: 0,
    last: count - 1,
  };
  return Math.min(Math.max(targets[step], 0), count - 1);
}
