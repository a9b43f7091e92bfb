// The ids that tie a control to the words around it.

/** The id of the name of a control. */
export function labelId(id: string): string {
  return `${id}-label`;
}

/** The ids of what stands below a control. */
export function explanationIds(id: string): { hint: string; error: string } {
  return { hint: `${id}-hint`, error: `${id}-error` };
}

/** What describes a control, for `aria-describedby`: what is wrong comes before what helps. */
export function describedBy(id: string, hint?: string, error?: string): string | undefined {
  const ids = explanationIds(id);
  const there = [error === undefined ? '' : ids.error, hint === undefined ? '' : ids.hint];
  return there.filter((each) => each !== '').join(' ') || undefined;
}
