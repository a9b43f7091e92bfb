import { describe, expect, it } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { Acts } from './acts.svelte';
import { Toasts } from './toasts.svelte';

const dark = { id: 7, words: 'theme changed to dark', at: '2026-11-22T20:00:00Z' };
const card = { id: 6, words: 'card “Night stops” made', at: '2026-11-22T19:00:00Z' };

function made() {
  const program = byHand();
  const toasts = new Toasts();
  return { ...program, toasts, acts: new Acts(program.call, toasts) };
}

describe('undo and redo', () => {
  it('are called by what they would take back', async () => {
    const { acts, asked } = made();
    expect(acts.undoTitle).toBe('Undo');
    void acts.refresh();
    await asked[0]?.answer({ undo: dark, redo: card });
    expect(acts.undoTitle).toBe('Undo: theme changed to dark');
    expect(acts.redoTitle).toBe('Redo: card “Night stops” made');
  });

  it('tell what was undone, and offer to do it again', async () => {
    const { acts, asked, toasts } = made();
    void acts.undo();
    await asked[0]?.answer({ act: dark, acts: { undo: card, redo: dark } });
    expect(acts.undoable).toEqual(card);
    expect(acts.redoable).toEqual(dark);
    expect(toasts.list.map(({ text }) => text)).toEqual(['Undone: theme changed to dark']);
    toasts.list[0]?.action?.run();
    expect(asked[1]).toMatchObject({ command: 'redo', request: { act: dark.id } });
    await asked[1]?.answer({ act: dark, acts: { undo: dark, redo: null } });
    expect(toasts.list.at(-1)?.text).toBe('Redone: theme changed to dark');
    expect(acts.redoable).toBeUndefined();
  });

  it('say quietly that there is nothing', async () => {
    const { acts, asked, toasts } = made();
    void acts.undo();
    await asked[0]?.answer({ act: null, acts: { undo: null, redo: null } });
    void acts.redo();
    await asked[1]?.answer({ act: null, acts: { undo: null, redo: null } });
    expect(toasts.list.map(({ text, tone }) => [text, tone])).toEqual([
      ['Nothing to undo', 'plain'],
      ['Nothing to redo', 'plain'],
    ]);
  });

  it('leave the reason standing when they cannot', async () => {
    const { acts, asked, toasts } = made();
    void acts.undo();
    await asked[0]?.refuse(
      new CallError({ code: 'failed', message: 'The file changed since.', hint: 'Look at it first.' }),
    );
    expect(toasts.list.map(({ text, tone }) => [text, tone])).toEqual([
      ['The file changed since. Look at it first.', 'danger'],
    ]);
  });

  it('happen one at a time', () => {
    const { acts, asked } = made();
    void acts.undo();
    void acts.undo();
    void acts.redo();
    expect(asked).toHaveLength(1);
  });

  it('take no list that was asked for before an act', async () => {
    const { acts, asked } = made();
    void acts.refresh();
    void acts.undo();
    await asked[1]?.answer({ act: dark, acts: { undo: null, redo: dark } });
    await asked[0]?.answer({ undo: dark, redo: null });
    expect(acts.undoable).toBeUndefined();
    expect(acts.redoable).toEqual(dark);
  });
});
