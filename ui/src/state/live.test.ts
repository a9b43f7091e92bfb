import { describe, expect, it } from 'vitest';
import type { Call } from '../backend/call';
import type { Changes } from '../generated/api';
import { follow } from './live';

/** Answers in this order; then stops the loop. */
function script(answers: (Changes | Error)[]) {
  const stop = new AbortController();
  const asked: unknown[] = [];
  const heard: string[][] = [];
  const waits: number[] = [];
  const call = ((_: string, request: unknown) => {
    asked.push(request);
    const next = answers.shift();
    if (next === undefined) stop.abort();
    return next === undefined || next instanceof Error
      ? Promise.reject(next ?? new Error('over'))
      : Promise.resolve(next);
  }) as unknown as Call;
  const done = follow(
    call,
    ({ changed, wishes }) => heard.push([...changed, ...wishes.map(({ kind }) => kind)]),
    stop.signal,
    (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  );
  return { asked, heard, waits, done };
}

describe('keeping in step', () => {
  it('asks from the revision it heard last and tells what changed', async () => {
    const { asked, heard, done } = script([
      { revision: 4, changed: ['library'], wishes: [] },
      { revision: 6, changed: ['cards'], wishes: [] },
    ]);
    await done;
    expect(asked).toEqual([{ since: 0 }, { since: 4 }, { since: 6 }]);
    expect(heard).toEqual([['library'], ['cards']]);
  });

  it('waits longer after each failure, to a limit, and refreshes everything after a gap', async () => {
    const broken = Array.from({ length: 8 }, () => new Error('away'));
    const { waits, heard, done } = script([...broken, { revision: 1, changed: ['cards'], wishes: [] }]);
    await done;
    expect(waits.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(heard).toEqual([['cards', 'library', 'settings', 'tasks', 'acts', 'desktop']]);
  });

  it('hands on what the desktop asks for, though nothing changed', async () => {
    const { heard, done } = script([{ revision: 0, changed: [], wishes: [{ kind: 'shortcut_heard' }] }]);
    await done;
    expect(heard).toEqual([['shortcut_heard']]);
  });

  it('makes no race of answers without news', async () => {
    const { waits, heard, done } = script([
      { revision: 1, changed: [], wishes: [] },
      { revision: 1, changed: [], wishes: [] },
    ]);
    await done;
    expect(waits.slice(0, 2)).toEqual([1000, 1000]);
    expect(heard).toEqual([]);
  });
});
