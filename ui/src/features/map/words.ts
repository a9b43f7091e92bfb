// The words for what the map shows.

import type { Weakness } from '../../generated/api';
import { m } from '../../paraglide/messages';
import type { DrawnLine } from '../../state/drawing';

const weaknesses: Readonly<Record<Weakness, () => string>> = {
  stale: m.map_weak_stale,
  unsourced: m.map_weak_unsourced,
  no_because: m.map_weak_no_because,
  contested: m.status_contested,
  withdrawn: m.status_withdrawn,
  dead: m.map_weak_dead,
};

/** The word for what is weak about a card or a line. */
export function weaknessWord(weakness: Weakness): string {
  return weaknesses[weakness]();
}

/** The reason of a line, or that it gives none where it should; nothing where none is asked for. */
export function reasonOf({ because, weakness }: DrawnLine): string {
  if (because !== null) return m.because({ reason: because });
  return weakness === 'no_because' ? m.map_no_because() : '';
}
