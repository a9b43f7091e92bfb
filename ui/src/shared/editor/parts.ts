// The parts of a card, as versions are compared and merged by them, and how a conflict in one is settled.

/** A part that two versions have differently; nothing where a version does not have it. */
export interface ChangedPart {
  readonly id: string;
  /** Where it stands, in words: “Title”, “Section “What is happening””. */
  readonly place: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** A part that both sides changed, each in its own way; nothing where a side took it out. */
export interface Conflict {
  readonly id: string;
  readonly place: string;
  /** What both started from. */
  readonly base: string | null;
  readonly mine: string | null;
  readonly theirs: string | null;
  /** Whether both can stand one after the other: sections can, a title cannot. */
  readonly joinable: boolean;
}

/** How a conflict is settled. */
export type Choice =
  | { readonly kind: 'mine' }
  | { readonly kind: 'theirs' }
  | { readonly kind: 'both' }
  | { readonly kind: 'edit'; readonly text: string };

/** The part as it will be; nothing where it is left out. */
export function settled(conflict: Conflict, choice: Choice): string | null {
  switch (choice.kind) {
    case 'mine':
      return conflict.mine;
    case 'theirs':
      return conflict.theirs;
    case 'both':
      return joined(conflict.mine, conflict.theirs);
    case 'edit':
      return choice.text;
  }
}

/** What one edits first: what was chosen before, or what there is of both. */
export function editable(conflict: Conflict, choice: Choice | undefined): string {
  if (choice !== undefined) return settled(conflict, choice) ?? '';
  return (
    (conflict.joinable ? joined(conflict.mine, conflict.theirs) : conflict.mine) ?? conflict.theirs ?? ''
  );
}

/** Mine, then theirs, with an end to the line between them. */
function joined(mine: string | null, theirs: string | null): string | null {
  if (mine === null || theirs === null) return mine ?? theirs;
  const end = /\r\n/.test(mine) ? '\r\n' : '\n';
  return mine.endsWith('\n') || mine === '' ? mine + theirs : mine + end + theirs;
}
