import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand, status } from '../../tests/support/program';
import { CallError } from '../backend/error';
import type { Task, TaskState } from '../generated/api';
import { Tasks } from './tasks.svelte';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function task(id: number, state: TaskState): Task {
  return { id, kind: 'read_files', state, began: '2026-11-22T20:00:00Z' };
}

const done: TaskState = { kind: 'done', done: 3, left_out: [], left_out_total: 0 };
const running: TaskState = { kind: 'running', done: 1, total: 9 };
const cancelled: TaskState = { kind: 'cancelled', done: 1, total: 9 };

function made() {
  const program = byHand();
  return { ...program, tasks: new Tasks(program.call) };
}

describe('long work', () => {
  it('is listed with the newest first', async () => {
    const { tasks, asked } = made();
    void tasks.refresh();
    await asked[0]?.answer({ tasks: [task(1, done), task(2, running)] });
    expect(tasks.list?.map(({ id }) => id)).toEqual([2, 1]);
    expect(tasks.running?.id).toBe(2);
  });

  it('is asked about while it goes on, and no longer', async () => {
    const { tasks, asked } = made();
    void tasks.refresh();
    await asked[0]?.answer({ tasks: [task(1, running)] });
    vi.advanceTimersByTime(400);
    expect(asked).toHaveLength(2);
    await asked[1]?.answer({ tasks: [task(1, done)] });
    vi.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(2);
    expect(tasks.running).toBeUndefined();
  });

  it('is asked about again after one question failed', async () => {
    const { tasks, asked } = made();
    void tasks.refresh();
    await asked[0]?.answer({ tasks: [task(1, running)] });
    vi.advanceTimersByTime(400);
    await asked[1]?.refuse(new CallError({ code: 'failed', message: 'No.' }));
    expect(tasks.error?.message).toBe('No.');
    vi.advanceTimersByTime(400);
    await asked[2]?.answer({ tasks: [task(1, done)] });
    expect(tasks.error).toBeUndefined();
  });

  it('stops when it is told to, and can be taken up again', async () => {
    const { tasks, asked } = made();
    void tasks.cancel(4);
    expect(asked[0]).toMatchObject({ command: 'cancel_task', request: { id: 4 } });
    await asked[0]?.answer({ tasks: [task(4, cancelled)] });
    expect(tasks.stopped?.id).toBe(4);
    void tasks.goOn();
    expect(asked[1]?.command).toBe('refresh_index');
    await asked[1]?.answer(status());
    await asked[2]?.answer({ tasks: [task(4, cancelled), task(5, running)] });
    expect(tasks.stopped).toBeUndefined();
    tasks.stop();
    vi.advanceTimersByTime(10_000);
    expect(asked).toHaveLength(3);
  });

  it('takes no answer that was overtaken', async () => {
    const { tasks, asked } = made();
    void tasks.refresh();
    void tasks.cancel(1);
    await asked[1]?.answer({ tasks: [task(1, cancelled)] });
    await asked[0]?.answer({ tasks: [task(1, running)] });
    expect(tasks.running).toBeUndefined();
  });
});
