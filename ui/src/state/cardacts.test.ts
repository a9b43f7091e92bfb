import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CardActs, type Done } from './cardacts.svelte';
import { previewRestMs } from './preview.svelte';

const subject = { key: 'mine/a', title: 'A', path: 'mine/sub/a.md' };

function begun() {
  const hand = byHand();
  const done: Done[] = [];
  return { ...hand, done, acts: new CardActs(hand.call, (what) => done.push(what)) };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a file that gets another name', () => {
  it('is tried when typing rests, and nothing is done by that', async () => {
    const { acts, asked, last, done } = begun();
    acts.ask('rename', subject);
    expect([acts.name, acts.ready]).toEqual(['a', false]);
    acts.type('b');
    acts.type('bc');
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(previewRestMs);
    expect(asked).toHaveLength(1);
    expect(last('rename_card').request).toEqual({ key: 'mine/a', name: 'bc', dry_run: true });
    const moved = { key: 'mine/a', from: subject.path, to: 'mine/sub/bc.md', lost: [], done: false };
    await last('rename_card').answer(moved);
    expect([acts.renaming.outcome, done]).toEqual([moved, []]);
  });

  it('cannot be called what it is called already, or nothing', () => {
    const { acts, asked } = begun();
    acts.ask('rename', subject);
    for (const name of ['', ' ', 'a', 'a.md']) {
      acts.type(name);
      expect(acts.ready, name).toBe(false);
    }
    vi.advanceTimersByTime(previewRestMs);
    expect(asked).toEqual([]);
  });

  it('tells what it is called then, and closes the question', async () => {
    const { acts, last, done } = begun();
    acts.ask('rename', subject);
    acts.type('b');
    void acts.do();
    await last('rename_card').answer({ key: 'mine/a', from: '', to: 'mine/sub/b.md', lost: [], done: true });
    expect(done).toEqual([{ act: 'rename', subject, name: 'b.md', key: undefined }]);
    expect(acts.asked).toBeUndefined();
  });

  it('keeps the question where it is refused', async () => {
    const { acts, last, done } = begun();
    acts.ask('move', subject);
    acts.type('packs/core');
    void acts.do();
    await last('move_card').refuse(new Error('another pack'));
    expect(acts.moving.error).toBeDefined();
    expect([acts.asked, acts.name, done]).toEqual(['move', 'packs/core', []]);
  });
});

describe('a section that becomes a card', () => {
  it('is called as its heading until something else is typed', async () => {
    const { acts, last } = begun();
    acts.ask('split', subject);
    await last('card_sections').answer({
      sections: [
        { heading: 'One', number: 1 },
        { heading: 'One', number: 2 },
        { heading: 'Two', number: 1 },
      ],
    });
    expect([acts.name, acts.ready]).toEqual(['One', true]);
    acts.chooseSection(2);
    expect(acts.name).toBe('Two');
    acts.type('My own');
    acts.chooseSection(1);
    expect(last('split_card').request).toEqual({
      key: 'mine/a',
      section: 'One',
      number: 2,
      title: 'My own',
      dry_run: true,
    });
  });

  it('cannot be where there is none', async () => {
    const { acts, last } = begun();
    acts.ask('split', subject);
    await last('card_sections').answer({ sections: [] });
    acts.type('A title');
    expect(acts.ready).toBe(false);
  });
});

describe('two cards made one', () => {
  it('are tried in the direction that is chosen', async () => {
    const { acts, last, done } = begun();
    acts.ask('merge', subject);
    expect(acts.choosing).toBe(true);
    acts.chooseOther({ key: 'mine/b', title: 'B' });
    expect(last('merge_cards').request).toEqual({ from: 'mine/a', into: 'mine/b', dry_run: true });
    acts.turn(true);
    expect(last('merge_cards').request).toEqual({ from: 'mine/b', into: 'mine/a', dry_run: true });
    void acts.do();
    expect(last('merge_cards').request).toEqual({ from: 'mine/b', into: 'mine/a', dry_run: false });
    await last('merge_cards').answer({ key: 'mine/a' });
    expect(done).toEqual([{ act: 'merge', subject, name: 'A', key: 'mine/a' }]);
  });
});

describe('a card that is deleted', () => {
  it('says first which cards link to it, and goes once', async () => {
    const { acts, asked, last, done } = begun();
    acts.ask('delete', subject);
    expect(last('delete_card').request).toEqual({ key: 'mine/a', dry_run: true });
    await last('delete_card').answer({ linked_from: [], done: false });
    void acts.do();
    void acts.do();
    expect(asked).toHaveLength(2);
    await last('delete_card').answer({ linked_from: [], done: true });
    expect(done).toEqual([{ act: 'delete', subject, name: '', key: undefined }]);
  });
});
