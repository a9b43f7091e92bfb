// The way back through the pages that were seen and the cards that were read, each by its address. Pure: every verb
// returns a new history.
//
// A card that was merely passed over while searching is a glance: the next one takes its place, so that going
// back leads to cards that were opened and not to every row in between.

/** A place on the way, and whether it was only glanced at. */
export interface Visit {
  readonly key: string;
  readonly glance: boolean;
}

/** The places visited, and where on the way one stands; -1 before the first. */
export interface History {
  readonly visits: readonly Visit[];
  readonly at: number;
}

/** The way before the first place. */
export const start: History = { visits: [], at: -1 };

/** More than anyone walks back; keeps a long day from growing without end. */
export const longest = 200;

/**
 * Goes to a place. What lay ahead is forgotten; the place that is left is kept unless it was a glance. Even a glance is
 * kept by whoever `leaves` the page it stood on, since going back must lead to that page.
 */
export function visited(history: History, key: string, glance: boolean, leaves = false): History {
  const current = history.visits[history.at];
  if (current?.key === key) {
    const visits = history.visits.with(history.at, { key, glance: current.glance && glance });
    return { visits, at: history.at };
  }
  const kept = history.visits.slice(0, current?.glance === true && !leaves ? history.at : history.at + 1);
  const visits = [...kept, { key, glance }].slice(-longest);
  return { visits, at: visits.length - 1 };
}

/** Whether there is a place to go back to. */
export function canGoBack(history: History): boolean {
  return history.at > 0;
}

/** Whether there is a place to go forward to. */
export function canGoForward(history: History): boolean {
  return history.at < history.visits.length - 1;
}

/** Goes one place back, or stays at the first. */
export function wentBack(history: History): History {
  return canGoBack(history) ? { ...history, at: history.at - 1 } : history;
}

/** Goes one place forward, or stays at the last. */
export function wentForward(history: History): History {
  return canGoForward(history) ? { ...history, at: history.at + 1 } : history;
}
