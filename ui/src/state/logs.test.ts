import { describe, expect, it } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import type { LogLine } from '../generated/api';
import { entriesOf, isLevel, Logs, narrowed } from './logs.svelte';

const lines: readonly LogLine[] = [
  { at: '2026-11-22T20:00:00Z', level: 'info', text: 'Read 3 files.' },
  { at: '2026-11-22T20:00:01Z', level: 'error', text: 'The index is locked.' },
  { at: '', level: 'error', text: '  by process 12' },
  { at: '2026-11-22T20:00:02Z', level: 'warning', text: 'A file was passed over.' },
];

describe('the log', () => {
  it('keeps together what was written at one moment', () => {
    expect(entriesOf(lines).map(({ number, text }) => [number, text])).toEqual([
      [0, 'Read 3 files.'],
      [1, 'The index is locked.\n  by process 12'],
      [3, 'A file was passed over.'],
    ]);
  });

  it('begins with a line that goes on from one that was not read', () => {
    const [first] = entriesOf([{ at: '', level: 'info', text: '  the end of it' }]);
    expect(first?.text).toBe('  the end of it');
  });

  it.each([
    ['info', '', [3, 1, 0]],
    ['warning', '', [3, 1]],
    ['error', '', [1]],
    ['info', ' FILE', [3, 0]],
    ['info', 'process 12', [1]],
    ['error', 'file', []],
  ] as const)('at level %s with “%s” shows %j', (level, query, numbers) => {
    expect(narrowed(entriesOf(lines), level, query).map(({ number }) => number)).toEqual(numbers);
  });

  it('knows its levels', () => {
    expect(isLevel('warning')).toBe(true);
    expect(isLevel('toString')).toBe(false);
  });

  it('is narrowed while it stands, and read again', async () => {
    const { call, asked } = byHand();
    const logs = new Logs(call);
    void logs.refresh();
    expect(asked[0]?.request).toEqual({ lines: 500 });
    await asked[0]?.answer({ folder: '/logs', lines });
    logs.level = 'error';
    expect(logs.entries).toHaveLength(1);
    void logs.refresh();
    await asked[1]?.refuse(new CallError({ code: 'failed', message: 'No such folder.' }));
    expect(logs.error?.message).toBe('No such folder.');
    expect(logs.entries).toHaveLength(1);
  });

  it('writes a new text for support each time it is asked', async () => {
    const { call, asked } = byHand();
    const logs = new Logs(call);
    void logs.askSupport();
    await asked[0]?.answer({ text: 'one', left_out: 1 });
    expect(logs.support?.text).toBe('one');
    void logs.askSupport();
    expect(logs.support).toBeUndefined();
    await asked[1]?.refuse(new CallError({ code: 'failed', message: 'No.' }));
    expect(logs.supportError?.message).toBe('No.');
  });
});
