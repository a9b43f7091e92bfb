// The words for why a card got a new text, and for which program wrote it.

import type { VersionRow, VersionWhy } from '../../generated/api';
import { m } from '../../paraglide/messages';

const whys: Readonly<Record<VersionWhy, () => string>> = {
  first_seen: m.past_why_first_seen,
  edit: m.past_why_edit,
  merge: m.past_why_merge,
  restore: m.past_why_restore,
  rename: m.past_why_rename,
  split: m.past_why_split,
  merge_of_cards: m.past_why_merge_of_cards,
  pack_update: m.past_why_pack_update,
  promoted: m.past_why_promoted,
  recovered: m.past_why_recovered,
};

/** Why a version came to be. */
export function whyWord(why: VersionWhy): string {
  return whys[why]();
}

/** Which program wrote it: this one, or another as far as it is known. */
export function whoWord({ here, who }: Pick<VersionRow, 'here' | 'who'>): string {
  if (here) return m.past_here({ who });
  return who === 'another program' ? m.past_outside() : m.past_outside_named({ who });
}
