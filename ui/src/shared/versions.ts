// What differs between two versions of a card, from the words of the contract to those of the view that shows it.

import type { ChangedLine, ChangedPart } from '../generated/api';
import { m } from '../paraglide/messages';
import type { ChangedPart as ShownPart } from './editor/parts';
import { labelWord } from './words';

/** The parts as the view takes them; a part's id is its place in the list. */
export function shownParts(parts: readonly ChangedPart[]): ShownPart[] {
  return parts.map(({ place, kind, moved, lines }, at) => ({
    id: String(at),
    place: moved ? m.past_moved({ place: placeWord(place) }) : placeWord(place),
    before: kind === 'added' ? null : textOf(lines, 'added'),
    after: kind === 'removed' ? null : textOf(lines, 'removed'),
  }));
}

/** A place of a card as a heading: a key of the front matter by its word, anything else with a capital. */
export function placeWord(place: string): string {
  const key = /^`(.+)`$/.exec(place)?.[1];
  const word = key === undefined ? place : labelWord(key).replaceAll('_', ' ');
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
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
