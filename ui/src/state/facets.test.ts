import { describe, expect, it } from 'vitest';
import type { FacetGroup, Filter } from '../generated/api';
import { chosenCount, groupsToShow, labelKey, toggled } from './facets';

const role: FacetGroup = {
  name: 'role',
  values: [
    { value: 'coo', label: 'COO', count: 4, chosen: false },
    { value: 'cfo', label: 'CFO', count: 2, chosen: false },
  ],
};
const type: FacetGroup = {
  name: 'type',
  values: [{ value: 'force', label: 'Force', count: 6, chosen: false }],
};

describe('choosing facet values', () => {
  it('adds a value to its facet and takes it back', () => {
    const one = toggled([], 'role', 'coo');
    const two = toggled(one, 'role', 'cfo');
    expect(two).toEqual([{ facet: 'role', values: ['coo', 'cfo'] }]);
    expect(toggled(two, 'role', 'coo')).toEqual([{ facet: 'role', values: ['cfo'] }]);
  });

  it('leaves no empty filter behind', () => {
    expect(toggled([{ facet: 'role', values: ['coo'] }], 'role', 'coo')).toEqual([]);
  });

  it('counts the values of all facets', () => {
    const filters: Filter[] = [
      { facet: 'role', values: ['coo', 'cfo'] },
      { facet: 'type', values: ['force'] },
    ];
    expect(chosenCount(filters)).toBe(3);
  });
});

describe('showing facets', () => {
  it('keeps one order, whatever order the answer has', () => {
    expect(groupsToShow([role, type], [], new Map()).map((group) => group.name)).toEqual(['type', 'role']);
  });

  it('shows a chosen value that no card has any more, with zero and the words it had', () => {
    const labels = new Map([[labelKey('role', 'ceo'), 'CEO']]);
    const groups = groupsToShow([role], [{ facet: 'role', values: ['ceo'] }], labels);
    expect(groups[0]?.values[0]).toEqual({ value: 'ceo', label: 'CEO', count: 0, chosen: true });
    expect(groups[0]?.values).toHaveLength(3);
  });

  it('shows a chosen value even where its whole facet is missing', () => {
    const groups = groupsToShow([], [{ facet: 'stage', values: ['approaches'] }], new Map());
    expect(groups).toEqual([
      { name: 'stage', values: [{ value: 'approaches', label: 'approaches', count: 0, chosen: true }] },
    ]);
  });

  it('marks as chosen what was chosen since the answer was asked for', () => {
    const groups = groupsToShow([role], [{ facet: 'role', values: ['cfo'] }], new Map());
    expect(groups[0]?.values.map((value) => value.chosen)).toEqual([false, true]);
  });

  it('leaves out a facet without values', () => {
    expect(groupsToShow([{ name: 'pack', values: [] }], [], new Map())).toEqual([]);
  });
});
