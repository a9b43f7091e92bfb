import { describe, expect, it, vi } from 'vitest';
import { answer, byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { pageSize, Search } from './search.svelte';

/** The rows that are here, from the first on. */
function keys(search: Search): string[] {
  const rows = search.answer?.rows;
  return Array.from({ length: rows?.total ?? 0 }, (_, row) => rows?.at(row)?.id).filter(
    (id) => id !== undefined,
  );
}

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
    expect(answered.mock.calls.map(([, news]: unknown[]) => news)).toEqual(['new', 'again']);
  });

  it('takes a refresh that overtakes a new question for its first answer, without old rows', async () => {
    const { search, asked, answered } = made();
    void search.type('n');
    await asked[0]?.answer(answer(['a', 'b', 'c']));
    void search.type('ni');
    void search.refresh();
    await asked[2]?.answer(answer(['night']));
    await asked[1]?.answer(answer(['late']));
    expect(keys(search)).toEqual(['night']);
    expect(answered.mock.calls.map(([, news]: unknown[]) => news)).toEqual(['new', 'new']);
  });

  it('takes the first list of a window for no question of the reader', async () => {
    const { search, asked, answered } = made();
    void search.refresh();
    await asked[0]?.answer(answer(['a']));
    expect(answered.mock.calls.map(([, news]: unknown[]) => news)).toEqual(['again']);
  });
});

describe('a long list', () => {
  const total = 50_000;
  const first = (page: number) => page * pageSize;
  const pageOf = (number: number) =>
    Array.from({ length: pageSize }, (_, row) => `card-${number * pageSize + row}`);

  async function full() {
    const all = made();
    void all.search.type('card');
    await all.asked[0]?.answer(answer(pageOf(0), { total }));
    return all;
  }

  it('has its length at once and fetches what is looked at', async () => {
    const { search, asked } = await full();
    expect(search.answer?.rows.total).toBe(total);
    void search.need(total - 5, total - 1);
    expect(asked[1]?.request).toMatchObject({ offset: total - pageSize, limit: pageSize, facets: false });
    await asked[1]?.answer(answer(pageOf(total / pageSize - 1), { total }));
    expect(search.answer?.rows.at(total - 1)?.id).toBe(`card-${total - 1}`);
  });

  it('asks for nothing that is here', async () => {
    const { search, asked } = await full();
    void search.need(0, pageSize - 1);
    expect(asked).toHaveLength(1);
  });

  it('fetches one page at a time, and of all that was scrolled past only the last', async () => {
    const { search, asked } = await full();
    void search.need(first(10), first(10) + 10);
    void search.need(first(20), first(20) + 10);
    void search.need(first(31) - 5, first(31) + 5);
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(answer(pageOf(10), { total }));
    expect(asked[2]?.request).toMatchObject({ offset: first(30) });
    await asked[2]?.answer(answer(pageOf(30), { total }));
    expect(asked[3]?.request).toMatchObject({ offset: first(31) });
    await asked[3]?.answer(answer(pageOf(31), { total }));
    expect(asked).toHaveLength(4);
  });

  it('drops rows that belong to a question no longer asked', async () => {
    const { search, asked } = await full();
    void search.need(first(10), first(10) + 10);
    void search.type('other');
    await asked[2]?.answer(answer(['other']));
    await asked[1]?.answer(answer(pageOf(10), { total }));
    expect(keys(search)).toEqual(['other']);
    expect(asked).toHaveLength(3);
  });

  it('asks for further rows as the list was asked for, whatever was chosen since', async () => {
    const { search, asked } = await full();
    void search.toggle('role', 'coo');
    void search.need(first(10), first(10) + 10);
    expect(asked[2]?.request).toMatchObject({ offset: first(10), filters: [] });
  });

  it('keeps in sight what was there when cards change, and fetches it anew', async () => {
    const { search, asked } = await full();
    void search.need(first(10), first(10) + 10);
    await asked[1]?.answer(answer(pageOf(10), { total }));
    void search.refresh();
    await asked[2]?.answer(answer(['new', ...pageOf(0).slice(1)], { total: total + 1 }));
    expect(search.answer?.rows.at(first(10) + 3)?.id).toBe(`card-${first(10) + 3}`);
    expect(asked[3]?.request).toMatchObject({ offset: first(10) });
    await asked[3]?.answer(answer(['shifted'], { total: total + 1 }));
    expect(search.answer?.rows.at(first(10))?.id).toBe('shifted');
  });

  it('takes a list that turns out shorter, and asks no more', async () => {
    const { search, asked } = await full();
    void search.need(first(10), first(10) + 10);
    await asked[1]?.answer(answer([], { total: 100 }));
    expect(search.answer?.rows.total).toBe(100);
    expect(asked).toHaveLength(2);
  });

  it('says why rows are not coming, and asks again when they are looked at again', async () => {
    const { search, asked } = await full();
    void search.need(first(10), first(10) + 10);
    await asked[1]?.refuse(new CallError({ code: 'busy', message: 'Another process is at it.' }));
    expect(search.error?.code).toBe('busy');
    void search.need(1_000, 1_011);
    expect(asked).toHaveLength(3);
    await asked[2]?.answer(answer(pageOf(10), { total }));
    expect(search.error).toBeUndefined();
  });

  it('leaves standing what is wrong with a newer question when rows of the old one come', async () => {
    const { search, asked } = await full();
    void search.type('other');
    await asked[1]?.refuse(new CallError({ code: 'busy', message: 'Another process is at it.' }));
    void search.need(first(10), first(10) + 10);
    await asked[2]?.answer(answer(pageOf(10), { total }));
    expect(search.error?.code).toBe('busy');
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
