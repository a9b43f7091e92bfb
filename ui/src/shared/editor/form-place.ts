// Whether the form of the front matter stands open beside the text: as it was left, apart for a wide window and for a
// narrow one, where it would take the text its measure.

/** How much room there is for text and form. */
export type Room = 'wide' | 'narrow';

const names: Readonly<Record<Room, string>> = { wide: 'oneup.form.wide', narrow: 'oneup.form.narrow' };

/** Whether the form was left open; where nobody chose, it is open where there is room for both. */
export function keptForm(room: Room): boolean {
  try {
    const kept = localStorage.getItem(names[room]);
    return kept === null ? room === 'wide' : kept === 'open';
  } catch {
    return room === 'wide';
  }
}

/** Keeps whether the form is open. */
export function keepForm(room: Room, open: boolean): void {
  try {
    localStorage.setItem(names[room], open ? 'open' : 'folded');
  } catch {
    // Without storage it is as usual the next time.
  }
}
