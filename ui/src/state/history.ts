// The way back through the cards that were read. Pure: every verb returns a new history.
//
// A card that was merely passed over while searching is a glance: the next one takes its place, so that going
// back leads to cards that were opened and not to every row in between.

/** A card on the way, and whether it was only glanced at. */
export interface Visit {
  readonly key: string;
  readonly glance: boolean;
}

/** The cards visited, and where on the way the reader stands; -1 before the first. */
export interface History {
  readonly visits: readonly Visit[];
  readonly at: number;
}

/** The way before the first card. */
export const start: History = { visits: [], at: -1 };

/** More than anyone walks back; keeps a long day from growing without end. */
export const longest = 200;

/** Goes to a card. What lay ahead is forgotten; the card that is left is kept unless it was a glance. */
export function visited(history: History, key: string, glance: boolean): History {
  const current = history.visits[history.at];
  if (current?.key === key) {
    const visits = history.visits.with(history.at, { key, glance: current.glance && glance });
    return { visits, at: history.at };
  }
  const kept = history.visits.slice(0, current?.glance === true ? history.at : history.at + 1);
  const visits = [...kept, { key, glance }].slice(-longest);
  return { visits, at: visits.length - 1 };
}

/** Whether there is a card to go back to. */
export function canGoBack(history: History): boolean {
  return history.at > 0;
}

/** Whether there is a card to go forward to. */
export function canGoForward(history: History): boolean {
  return history.at < history.visits.length - 1;
}

/** Goes one card back, or stays at the first. */
export function wentBack(history: History): History {
  return canGoBack(history) ? { ...history, at: history.at - 1 } : history;
}

/** Goes one card forward, or stays at the last. */
export function wentForward(history: History): History {
  return canGoForward(history) ? { ...history, at: history.at + 1 } : history;
}
