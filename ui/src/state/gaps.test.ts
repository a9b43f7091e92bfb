import { describe, expect, it } from 'vitest';
import type { Call } from '../backend/call';
import type { GapKind, GapRow, GapsPage, GapsRequest } from '../generated/api';
import { Gaps } from './gaps.svelte';

const counts: readonly [GapKind, number][] = [
  ['dead_target', 2],
  ['factor_unweighed', 150],
];

/** A program with this many gaps of two kinds; `asked` is what was asked of it. */
function program() {
  const asked: GapsRequest[] = [];
  const all = counts.flatMap(([kind, count]) => Array.from({ length: count }, (_, at) => rowOf(kind, at)));
  const call = ((_: string, request: GapsRequest) => {
    asked.push(request);
    const wanted = all.filter(({ kind }) => request.kinds.length === 0 || request.kinds.includes(kind));
    const page: GapsPage = {
      rows: wanted.slice(request.skip, request.skip + request.limit),
      counts: counts.map(([kind, count]) => ({ kind, label: kind, count })),
      total: wanted.length,
      cards: 9,
      partial: false,
    };
    return Promise.resolve(page);
  }) as unknown as Call;
  return { gaps: new Gaps(call), asked };
}

function rowOf(kind: GapKind, at: number): GapRow {
  const card = { key: `mine/${at}`, title: String(at), type: 'factor', status: 'ready', weakness: null };
  return { card, kind, sentence: '', act: '', line: null, make: null };
}

describe('the list of gaps', () => {
  it('has a heading before each kind', async () => {
    const { gaps } = program();
    await gaps.refresh();
    expect([gaps.all, gaps.lines]).toEqual([152, 154]);
    expect(gaps.lineAt(0)).toMatchObject({ head: { kind: 'dead_target' } });
    expect([gaps.lineAt(1), gaps.lineAt(2)]).toEqual([{ gap: 0 }, { gap: 1 }]);
    expect(gaps.lineAt(3)).toMatchObject({ head: { kind: 'factor_unweighed' } });
    expect([gaps.lineAt(4), gaps.lineAt(153)]).toEqual([{ gap: 2 }, { gap: 151 }]);
    expect(gaps.lineAt(154)).toBeUndefined();
  });

  it('fetches what is looked at, and each page once', async () => {
    const { gaps, asked } = program();
    await gaps.refresh();
    expect(gaps.rows?.at(151)).toBeUndefined();
    await gaps.need(140, 153);
    await gaps.need(140, 153);
    expect(gaps.rows?.at(151)?.kind).toBe('factor_unweighed');
    expect(asked.map(({ skip }) => skip)).toEqual([0, 100]);
  });

  it('is narrowed to the kinds that are chosen, whose counts all stay in sight', async () => {
    const { gaps } = program();
    await gaps.refresh();
    gaps.toggle('dead_target');
    await gaps.refresh();
    expect([gaps.lines, gaps.all]).toEqual([3, 152]);
    gaps.toggle('dead_target');
    await gaps.refresh();
    expect(gaps.lines).toBe(154);
  });

  it('follows the news only while it is in sight', async () => {
    const { gaps, asked } = program();
    gaps.hear();
    expect(asked).toHaveLength(0);
    gaps.show();
    gaps.hear();
    gaps.hide();
    gaps.hear();
    await Promise.resolve();
    expect(asked).toHaveLength(2);
  });
});
