import { describe, expect, it } from 'vitest';
import {
  canGoBack,
  canGoForward,
  longest,
  start,
  visited,
  wentBack,
  wentForward,
  type History,
} from './history';

const at = (history: History) => history.visits[history.at]?.key;

describe('the way through the cards', () => {
  it('goes back to what was opened and forward again', () => {
    const there = visited(visited(start, 'a', false), 'b', false);
    expect(canGoBack(there)).toBe(true);
    const back = wentBack(there);
    expect(at(back)).toBe('a');
    expect(canGoBack(back)).toBe(false);
    expect(canGoForward(back)).toBe(true);
    expect(at(wentForward(back))).toBe('b');
  });

  it('keeps no row that was merely passed over', () => {
    const glances = ['b', 'c', 'd'].reduce(
      (history, key) => visited(history, key, true),
      visited(start, 'a', false),
    );
    expect(at(glances)).toBe('d');
    expect(at(wentBack(glances))).toBe('a');
  });

  it('keeps a glance when its page is left', () => {
    const there = visited(visited(start, 'a', true), 'settings', false, true);
    expect(at(wentBack(there))).toBe('a');
    expect(at(wentBack(visited(wentBack(there), 'b', true)))).toBe('b');
  });

  it('keeps a glance once it was opened', () => {
    const opened = visited(visited(start, 'a', true), 'a', false);
    expect(at(wentBack(visited(opened, 'b', false)))).toBe('a');
  });

  it('does not lose an opened card when the selection rests on it again', () => {
    const again = visited(visited(start, 'a', false), 'a', true);
    expect(at(wentBack(visited(again, 'b', true)))).toBe('a');
  });

  it('forgets what lay ahead when another way is taken', () => {
    const back = wentBack(visited(visited(start, 'a', false), 'b', false));
    const other = visited(back, 'c', false);
    expect(canGoForward(other)).toBe(false);
    expect(at(wentBack(other))).toBe('a');
  });

  it('stays where it is at either end', () => {
    expect(wentBack(start)).toBe(start);
    expect(wentForward(start)).toBe(start);
  });

  it('forgets the oldest cards of a long day', () => {
    let history = start;
    for (let card = 0; card < longest + 10; card += 1) history = visited(history, `card-${card}`, false);
    expect(history.visits).toHaveLength(longest);
    expect(at(history)).toBe(`card-${longest + 9}`);
  });
});
