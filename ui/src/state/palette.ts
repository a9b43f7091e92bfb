// The rows of the command palette: every command that fits what was typed, the best first. Pure.

import type { Settings } from '../generated/api';
import { commands, groups, groupTitle, keysOf, type Command, type Situation } from './commands';
import { pieces, ranked, type Piece } from './fuzzy';

/** The name under which the commands used lately are kept. */
export const recentCommandsName = 'oneup.recent-commands';

/** One row. */
export interface PaletteRow {
  readonly command: Command;
  readonly title: readonly Piece[];
  readonly group: string;
  /** The first of its keys, where it has any. */
  readonly keys: string | undefined;
  /** Why it makes no sense now. */
  readonly why: string | undefined;
  /** Whether it was used lately; said only while nothing is typed. */
  readonly recent: boolean;
}

/**
 * The rows for what was typed. With nothing typed, what was used lately comes first. What makes no sense now comes
 * last and says why, so that whoever looks for it learns that it exists.
 */
export function paletteRows(
  query: string,
  situation: Situation,
  recent: readonly string[],
  shortcuts: Settings['shortcuts'],
): PaletteRow[] {
  const asked = query.trim() !== '';
  const place = ({ id }: Command) => (asked || !recent.includes(id) ? Infinity : recent.indexOf(id));
  // The palette itself is open already.
  const listed = groups
    .flatMap((group) => commands.filter((command) => command.group === group))
    .filter(({ id }) => id !== 'palette.open')
    .toSorted((one, other) => compare(place(one), place(other)));
  const rows = ranked(query, listed, (command) => command.title(situation)).map(({ item, match }) => ({
    command: item,
    title: pieces(item.title(situation), match.positions),
    group: groupTitle(item.group),
    keys: keysOf(item, shortcuts)[0],
    why: item.unless?.(situation),
    recent: place(item) !== Infinity,
  }));
  return [...rows.filter(({ why }) => why === undefined), ...rows.filter(({ why }) => why !== undefined)];
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
