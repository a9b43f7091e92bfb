import { describe, expect, it, vi } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { Drop } from './drop.svelte';

const files = { id: 3, folder: null, cards: ['a.md'], pictures: [], refused: [] };

function made() {
  const program = byHand();
  const taken = vi.fn();
  const drop = new Drop(program.call, taken);
  drop.ask(files);
  return { ...program, taken, drop };
}

describe('dropped files', () => {
  it('are taken only when the user agrees', async () => {
    const { drop, asked, last, taken } = made();
    expect(asked).toHaveLength(0);
    void drop.accept();
    void drop.accept();
    expect(asked.map(({ request }) => request)).toEqual([{ id: 3, accept: true }]);
    const came = { cards: ['mine/a'], left_out: [] };
    await last('answer_drop').answer(came);
    expect(drop.files).toBeUndefined();
    expect(taken).toHaveBeenCalledWith(files, came);
  });

  it('are let be when the user does not, or drops others', () => {
    const { drop, asked, taken } = made();
    drop.ask({ ...files, id: 4 });
    expect(asked[0]?.request).toEqual({ id: 3, accept: false });
    void drop.refuse();
    expect(asked[1]?.request).toEqual({ id: 4, accept: false });
    expect(taken).not.toHaveBeenCalled();
  });

  it('stay asked about when they cannot be taken', async () => {
    const { drop, last } = made();
    void drop.accept();
    await last('answer_drop').refuse(new CallError({ code: 'failed', message: 'The disk is full.' }));
    expect(drop.error?.message).toBe('The disk is full.');
    expect(drop.files).toBe(files);
  });

  it('may hold nothing that can be taken', () => {
    const { drop } = made();
    expect(drop.possible).toBe(true);
    drop.ask({ ...files, cards: [] });
    expect(drop.possible).toBe(false);
    drop.ask({ ...files, cards: [], folder: 'Cards' });
    expect(drop.possible).toBe(true);
  });
});
