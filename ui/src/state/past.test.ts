import { describe, expect, it } from 'vitest';
import type { VersionRow } from '../generated/api';
import { byHand, settled } from '../../tests/support/program';
import { Past } from './past.svelte';

function version(id: number, more: Partial<VersionRow> = {}): VersionRow {
  return {
    id,
    at: '',
    here: true,
    who: 'One-Up',
    why: 'edit',
    path: 'mine/a.md',
    bytes: 1,
    current: false,
    ...more,
  };
}

/** A history of three versions, looked at. */
async function shown() {
  const { call, asked, last } = byHand();
  const restored: unknown[] = [];
  const past = new Past(call, (title, part) => restored.push([title, part]));
  past.show('mine/a');
  const versions = [version(9, { current: true }), version(5), version(2)];
  await last('card_history').answer({ key: 'mine/a', title: 'A', path: 'mine/a.md', versions });
  return { past, asked, last, restored, versions };
}

describe('the history of a card', () => {
  it('begins at the version before the one that stands, compared with the card as it is now', async () => {
    const { past, last } = await shown();
    expect(past.chosen).toBe(5);
    expect(last('compare_versions').request).toEqual({ key: 'mine/a', from: 5 });
    await last('compare_versions').answer({ parts: [] });
    expect(past.parts).toEqual([]);
  });

  it('compares with the version before, and the one that stands with nothing else', async () => {
    const { past, last } = await shown();
    past.compareWith('before');
    expect(last('compare_versions').request).toEqual({ key: 'mine/a', from: 2, to: 5 });
    past.compareWith('now');
    past.move(-1);
    expect(past.version?.current).toBe(true);
    expect(last('compare_versions').request).toEqual({ key: 'mine/a', from: 5, to: 9 });
    past.compareWith('before');
    past.move(5);
    expect([past.chosen, past.parts]).toEqual([2, []]);
  });

  it('shows no comparison of a version that is not looked at any more', async () => {
    const { past, asked, last } = await shown();
    const late = last('compare_versions');
    past.choose(2);
    await last('compare_versions').answer({ parts: [] });
    expect(asked).toHaveLength(3);
    await late.answer({ parts: [{ place: 'Title', kind: 'changed', moved: false, lines: [] }] });
    expect(past.parts).toEqual([]);
  });

  it('brings one part back once, tells it, and looks again', async () => {
    const { past, asked, last, restored } = await shown();
    void past.restore('“One”');
    void past.restore('“One”');
    expect(asked.filter(({ command }) => command === 'restore_version')).toHaveLength(1);
    expect(last('restore_version').request).toEqual({ key: 'mine/a', version: 5, part: '“One”' });
    await last('restore_version').answer({});
    expect(restored).toEqual([['A', '“One”']]);
    expect(asked.filter(({ command }) => command === 'card_history')).toHaveLength(2);
    expect(past.restoring).toBe(true);
    await last('card_history').refuse({ code: 'failed', message: 'no' });
    expect(past.restoring).toBe(false);
    expect(past.history).toBeDefined();
  });

  it('says why nothing was brought back, and keeps what is shown', async () => {
    const { past, last, restored } = await shown();
    void past.restore();
    await last('restore_version').refuse(new Error('saved meanwhile'));
    expect(past.trouble?.message).toBeDefined();
    expect([restored, past.restoring, past.chosen]).toEqual([[], false, 5]);
  });

  it('keeps the version that is looked at when the card gets another, and forgets it with the card', async () => {
    const { past, last, versions } = await shown();
    past.hear();
    await last('card_history').answer({
      key: 'mine/a',
      title: 'A',
      path: 'mine/a.md',
      versions: [version(12, { current: true }), ...versions.map((row) => ({ ...row, current: false }))],
    });
    expect(past.chosen).toBe(5);
    past.show('mine/b');
    await settled();
    expect([past.history, past.chosen]).toEqual([undefined, undefined]);
  });
});
