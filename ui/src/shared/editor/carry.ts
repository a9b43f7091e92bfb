// What was typed while a save was on its way is carried over to the text that the save came back with.

import { editsBetween } from './outside';

/** The text that was typed meanwhile, with what came back in place of what was sent. */
export function carried(sent: string, back: string, typed: string): string {
  if (typed === sent) return back;
  const own = editsBetween(sent, typed);
  const moved = (place: number, end: boolean) => {
    let by = 0;
    for (const { from, to, insert } of own) {
      if (to < place || (to === place && (from < to || end))) by += insert.length - (to - from);
      // Inside of what was typed over: behind it, so that no typed letter goes.
      else if (from < place) return to + by + insert.length - (to - from);
    }
    return place + by;
  };
  let text = typed;
  for (const { from, to, insert } of editsBetween(sent, back).reverse()) {
    const start = moved(from, true);
    // What was typed inside of what the other side took out stays.
    const isTouched = own.some((edit) => edit.from < to && edit.to > from);
    const end = isTouched ? start : Math.max(start, moved(to, false));
    text = text.slice(0, start) + insert + text.slice(end);
  }
  return text;
}
