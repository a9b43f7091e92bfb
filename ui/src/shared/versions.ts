// What differs between two versions of a card, from the words of the contract to those of the view that shows it.

import type { ChangedLine, ChangedPart } from '../generated/api';
import { m } from '../paraglide/messages';
import type { ChangedPart as ShownPart } from './editor/parts';

/** The parts as the view takes them; a part's id is its place in the list. */
export function shownParts(parts: readonly ChangedPart[]): ShownPart[] {
  return parts.map(({ place, kind, moved, lines }, at) => ({
    id: String(at),
    place: moved ? m.past_moved({ place }) : place,
    before: kind === 'added' ? null : textOf(lines, 'added'),
    after: kind === 'removed' ? null : textOf(lines, 'removed'),
  }));
}

/** The text of the lines but those of one side. */
function textOf(lines: readonly ChangedLine[], without: 'added' | 'removed'): string {
  return lines
    .filter(({ kind }) => kind !== without)
    .map(({ words }) =>
      words
        .map(({ text }) => text)
        .join('')
        .replace(/\r?\n$/, ''),
    )
    .join('\n');
}
