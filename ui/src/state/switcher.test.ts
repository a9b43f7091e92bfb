import { beforeEach, describe, expect, it } from 'vitest';
import { answer, byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { recentCards, Switcher } from './switcher.svelte';

beforeEach(() => {
  localStorage.clear();
});

function made() {
  const program = byHand();
  const recent = recentCards();
  return { ...program, recent, switcher: new Switcher(program.call, recent) };
}

const names = (switcher: Switcher) =>
  switcher.rows.map((row) => (row.kind === 'card' ? row.key : `new ${row.title}`));

describe('the quick switcher', () => {
  it('offers the cards opened lately while nothing is typed', () => {
    const { recent, switcher } = made();
    recent.add({ key: 'core/a', title: 'A', type: 'force' });
    recent.add({ key: 'core/b', title: 'B', type: 'role' });
    switcher.begin();
    expect(names(switcher)).toEqual(['core/b', 'core/a']);
  });

  it('finds cards as one types, and always offers a new one last', async () => {
    const { switcher, last } = made();
    void switcher.type('night');
    expect(names(switcher)).toEqual(['new night']);
    expect(last('search').request).toMatchObject({ q: 'night', limit: 20, facets: false });
    await last('search').answer(answer(['night-stops']));
    expect(names(switcher)).toEqual(['core/night-stops', 'new night']);
  });

  it('drops an answer to what is no longer typed', async () => {
    const { switcher, asked } = made();
    void switcher.type('n');
    void switcher.type('ni');
    await asked[1]?.answer(answer(['night']));
    await asked[0]?.answer(answer(['other']));
    expect(names(switcher)).toEqual(['core/night', 'new ni']);
    void switcher.type('x');
    switcher.begin();
    await asked[2]?.answer(answer(['late']));
    expect(names(switcher)).toEqual([]);
  });

  it('takes Enter for the answer that is still on its way', async () => {
    const { switcher, last } = made();
    void switcher.type('night');
    const row = switcher.rowAt(0);
    await last('search').answer(answer(['night-stops']));
    expect(await row).toMatchObject({ kind: 'card', key: 'core/night-stops' });
  });

  it('says why there is no answer', async () => {
    const { switcher, last } = made();
    void switcher.type('n');
    await last('search').refuse(new CallError({ code: 'no_library', message: 'There is no library.' }));
    expect(switcher.error?.message).toBe('There is no library.');
    expect(names(switcher)).toEqual(['new n']);
  });
});
