// By which names rows find the picture of a card type.

/** The types that have a picture of their own. */
export const picturedTypes = [
  'force',
  'challenge',
  'factor',
  'question',
  'approach',
  'conversation',
  'role',
  'proof',
  'recommendation',
  'concern',
  'context',
  'only',
  'term',
  'note',
] as const;

/** The id of the picture of a type; a type that is not known has that of a note. */
export function pictureId(type: string): string {
  return `type-${(picturedTypes as readonly string[]).includes(type) ? type : 'note'}`;
}
