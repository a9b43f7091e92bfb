// The ids by which the search box points at the list and at the selected row in it.

/** The id of the list. */
export const listId = 'results';

/** The id of a row. */
export function rowId(index: number): string {
  return `result-${index}`;
}
