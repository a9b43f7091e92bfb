import { describe, expect, it, vi } from 'vitest';
import { answer, byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { pageSize, Search } from './search.svelte';

const keys = (search: Search) => search.answer?.hits.map((hit) => hit.id);

function made() {
  const program = byHand();
  const answered = vi.fn();
  return { ...program, answered, search: new Search(program.call, answered) };
}

describe('typing', () => {
  it('asks at once, with facets', () => {
    const { search, asked } = made();
    void search.type('night');
    expect(asked.map(({ request }) => request)).toEqual([
      { q: 'night', limit: pageSize, offset: 0, filters: [], facets: true },
    ]);
  });

  it('drops an answer that comes after a newer one', async () => {
    const { search, asked } = made();
    void search.type('n');
    void search.type('ni');
    await asked[1]?.answer(answer(['night']));
    await asked[0]?.answer(answer(['nothing']));
    expect(keys(search)).toEqual(['night']);
    expect(search.answer?.q).toBe('ni');
  });

  it('shows an answer on the way while the newest is still out', async () => {
    const { search, asked } = made();
    void search.type('n');
    void search.type('ni');
    await asked[0]?.answer(answer(['nothing', 'night']));
    expect(keys(search)).toEqual(['nothing', 'night']);
    await asked[1]?.answer(answer(['night']));
    expect(keys(search)).toEqual(['night']);
  });

  it('keeps the last answer while the next is out, and when it fails', async () => {
    const { search, asked } = made();
    void search.type('n');
    await asked[0]?.answer(answer(['night']));
    void search.type('ni');
    expect(keys(search)).toEqual(['night']);
    await asked[1]?.refuse(new CallError({ code: 'busy', message: 'Another process is at it.' }));
    expect(keys(search)).toEqual(['night']);
    expect(search.error?.code).toBe('busy');
  });

  it('drops a failure that comes after a newer answer', async () => {
    const { search, asked } = made();
    void search.type('n');
    void search.type('ni');
    await asked[1]?.answer(answer(['night']));
    await asked[0]?.refuse(new Error('late'));
    expect(search.error).toBeUndefined();
  });

  it('says whether a question is new', async () => {
    const { search, asked, answered } = made();
    void search.type('n');
    await asked[0]?.answer(answer(['night']));
    void search.refresh();
    await asked[1]?.answer(answer(['night']));
    expect(answered.mock.calls.map(([, again]: unknown[]) => again)).toEqual([false, true]);
  });
});

describe('the end of the list', () => {
  const first = Array.from({ length: pageSize }, (_, row) => `card-${row}`);

  async function full() {
    const all = made();
    void all.search.type('card');
    await all.asked[0]?.answer(answer(first, { total: pageSize + 2 }));
    return all;
  }

  it('loads the next hits behind those that are there', async () => {
    const { search, asked } = await full();
    expect(search.hasMore).toBe(true);
    void search.more();
    expect(asked[1]?.request).toMatchObject({ offset: pageSize, facets: false });
    await asked[1]?.answer(answer(['last-but-one', 'last'], { total: pageSize + 2 }));
    expect(keys(search)).toEqual([...first, 'last-but-one', 'last']);
    expect(search.hasMore).toBe(false);
  });

  it('asks once, however often the end is reached', async () => {
    const { search, asked } = await full();
    void search.more();
    void search.more();
    expect(asked).toHaveLength(2);
  });

  it('drops hits that belong to a question no longer asked', async () => {
    const { search, asked } = await full();
    void search.more();
    void search.type('other');
    await asked[2]?.answer(answer(['other']));
    await asked[1]?.answer(answer(['stray']));
    expect(keys(search)).toEqual(['other']);
  });

  it('shows no card twice when cards moved meanwhile', async () => {
    const { search, asked } = await full();
    void search.more();
    await asked[1]?.answer(answer(['card-0', 'new'], { total: pageSize + 1 }));
    expect(keys(search)).toEqual([...first, 'new']);
  });

  it('ends where a page brings nothing new', async () => {
    const { search, asked } = await full();
    void search.more();
    await asked[1]?.answer(answer([], { total: pageSize + 2 }));
    expect(search.hasMore).toBe(false);
  });
});

describe('facets', () => {
  it('sends what was chosen and remembers its words', async () => {
    const { search, asked } = made();
    void search.type('');
    await asked[0]?.answer(
      answer(['a'], {
        facets: [{ name: 'role', values: [{ value: 'coo', label: 'COO', count: 1, chosen: false }] }],
      }),
    );
    void search.toggle('role', 'coo');
    expect(asked[1]?.request).toMatchObject({ filters: [{ facet: 'role', values: ['coo'] }] });
    await asked[1]?.answer(answer([]));
    expect(search.groups).toEqual([
      { name: 'role', values: [{ value: 'coo', label: 'COO', count: 0, chosen: true }] },
    ]);
    void search.clearFilters();
    expect(asked[2]?.request).toMatchObject({ filters: [] });
  });
});
