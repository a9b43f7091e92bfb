import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand, settled, status } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { Library } from './library.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function made() {
  const program = byHand();
  const changed = vi.fn();
  return { ...program, changed, library: new Library(program.call, changed) };
}

describe('the library', () => {
  it('asks for progress while the index grows, and no longer', async () => {
    const { library, asked } = made();
    void library.refresh();
    await asked[0]?.answer(status({ index: { kind: 'building', done: 1, total: 9 } }));
    vi.advanceTimersByTime(400);
    expect(asked).toHaveLength(2);
    await asked[1]?.answer(status());
    vi.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(2);
  });

  it('shows a notice until it is dismissed, and the next one again', async () => {
    const { library, asked } = made();
    void library.refresh();
    await asked[0]?.answer(status({ notice: 'The index was damaged.' }));
    expect(library.notice).toBe('The index was damaged.');
    library.dismissNotice();
    expect(library.notice).toBeUndefined();
    void library.refresh();
    await asked[1]?.answer(status({ notice: 'It was damaged again.' }));
    expect(library.notice).toBe('It was damaged again.');
  });

  it('does one act at a time and tells what it did', async () => {
    const { library, asked, changed } = made();
    void library.act('create_library');
    void library.act('choose_library');
    expect(asked.map(({ command }) => command)).toEqual(['create_library']);
    await asked[0]?.answer(status({ cards: 24 }));
    expect(library.status?.cards).toBe(24);
    expect(library.acting).toBeUndefined();
    expect(changed).toHaveBeenCalledWith('create_library');
  });

  it('shows why an act failed and can try again', async () => {
    const { library, asked, changed } = made();
    void library.act('choose_library');
    await asked[0]?.refuse(new CallError({ code: 'needs_window', message: 'Only the window can.' }));
    expect(library.error?.code).toBe('needs_window');
    expect(changed).not.toHaveBeenCalled();
    library.dismissError();
    expect(library.error).toBeUndefined();
  });

  it('takes no state that was asked for before an act', async () => {
    const { library, asked } = made();
    void library.refresh();
    void library.act('create_library');
    await asked[1]?.answer(status({ cards: 24 }));
    await asked[0]?.answer(status({ cards: 0, index: { kind: 'absent' } }));
    await settled();
    expect(library.status?.cards).toBe(24);
  });
});
