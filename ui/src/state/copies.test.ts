import { describe, expect, it } from 'vitest';
import type { CopyCompared, CopyRow } from '../generated/api';
import { byHand } from '../../tests/support/program';
import { Copies } from './copies.svelte';

const copy: CopyRow = {
  path: 'mine/a 2.md',
  of: 'mine/a.md',
  key: 'mine/a',
  title: 'A',
  type: 'note',
  tool: 'iCloud',
};
const compared: CopyCompared = { copy, same: false, taken: [], parts: [], seen: 's1' };

async function looked() {
  const hand = byHand();
  const settled: string[] = [];
  const copies = new Copies(hand.call, ({ title }, how) => settled.push(`${title} ${how}`));
  void copies.refresh();
  await hand.last('conflict_copies').answer({ copies: [copy] });
  void copies.show(copy.path);
  await hand.last('compare_copy').answer(compared);
  return { ...hand, copies, settled };
}

describe('conflict copies', () => {
  it('are known by the path of their card', async () => {
    const { copies } = await looked();
    expect(copies.of('mine/a.md')).toEqual([copy]);
    expect([copies.of('mine/b.md'), copies.of(undefined)]).toEqual([[], []]);
  });

  it('are settled once, with what was seen', async () => {
    const { copies, asked, last, settled } = await looked();
    void copies.settle(['one', '']);
    void copies.settle(['one', '']);
    expect(asked.filter(({ command }) => command === 'settle_copy')).toHaveLength(1);
    expect(last('settle_copy').request).toEqual({ path: copy.path, seen: 's1', choices: ['one', ''] });
    await last('settle_copy').answer({});
    expect([settled, copies.rows, copies.compared]).toEqual([['A merged'], [], undefined]);
  });

  it('go to the bin without a word of theirs in the card', async () => {
    const { copies, last, settled } = await looked();
    void copies.settle(undefined);
    expect(last('settle_copy').request).toEqual({ path: copy.path, seen: 's1' });
    await last('settle_copy').answer({});
    expect(settled).toEqual(['A dropped']);
  });

  it('stay as they are shown where settling is refused', async () => {
    const { copies, last, settled } = await looked();
    void copies.settle([]);
    await last('settle_copy').refuse(new Error('saved since'));
    expect(copies.trouble).toBeDefined();
    expect([copies.compared, copies.busy, settled]).toEqual([compared, false, []]);
  });

  it('show no comparison of another copy that answers late', async () => {
    const { copies, last } = await looked();
    void copies.show('mine/b 2.md');
    const late = last('compare_copy');
    void copies.show(copy.path);
    await last('compare_copy').answer(compared);
    await late.answer({ ...compared, seen: 'late' });
    expect(copies.compared?.seen).toBe('s1');
  });
});
