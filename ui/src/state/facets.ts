// Chosen facet values, and the groups as they are shown. Pure.

import type { FacetGroup, FacetName, FacetValue, Filter } from '../generated/api';

/** The order in which the facets stand, whatever order an answer has. */
export const facetOrder: readonly FacetName[] = ['type', 'industry', 'role', 'stage', 'status', 'pack'];

/** Chooses a value, or takes the choice back. */
export function toggled(filters: readonly Filter[], facet: FacetName, value: string): Filter[] {
  const values = valuesOf(filters, facet);
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  const others = filters.filter((filter) => filter.facet !== facet);
  return next.length === 0 ? others : [...others, { facet, values: next }];
}

/** How many values are chosen in all. */
export function chosenCount(filters: readonly Filter[]): number {
  return filters.reduce((sum, filter) => sum + filter.values.length, 0);
}

/**
 * The groups in their order, with every chosen value in its group: one that no card has any more is shown with
 * zero, so that it can be seen why the list is empty, and taken back. `labels` holds the words of values seen
 * before.
 */
export function groupsToShow(
  groups: readonly FacetGroup[],
  filters: readonly Filter[],
  labels: ReadonlyMap<string, string>,
): FacetGroup[] {
  return facetOrder.flatMap((name) => {
    const chosen = valuesOf(filters, name);
    const given = groups.find((group) => group.name === name)?.values ?? [];
    const listed: FacetValue[] = given.map((value) => ({ ...value, chosen: chosen.includes(value.value) }));
    const lost: FacetValue[] = chosen
      .filter((value) => !given.some((other) => other.value === value))
      .map((value) => ({ value, label: labels.get(labelKey(name, value)) ?? value, count: 0, chosen: true }));
    const values = [...lost, ...listed];
    return values.length === 0 ? [] : [{ name, values }];
  });
}

/** The key under which the words of a facet value are remembered. */
export function labelKey(facet: FacetName, value: string): string {
  return `${facet}\n${value}`;
}

function valuesOf(filters: readonly Filter[], facet: FacetName): readonly string[] {
  return filters.find((filter) => filter.facet === facet)?.values ?? [];
}
