import { describe, expect, it } from 'vitest';
import { moved, rowsPerPage, type Step } from './selection';

const steps: Step[] = ['next', 'previous', 'next-page', 'previous-page', 'first', 'last'];

describe('moving the selection', () => {
  it('steps by row and by page', () => {
    expect(moved(3, 20, 'next')).toBe(4);
    expect(moved(3, 20, 'previous')).toBe(2);
    expect(moved(3, 20, 'next-page')).toBe(3 + rowsPerPage);
    expect(moved(15, 20, 'previous-page')).toBe(15 - rowsPerPage);
    expect(moved(3, 20, 'first')).toBe(0);
    expect(moved(3, 20, 'last')).toBe(19);
  });

  it('stops at both ends', () => {
    expect(moved(19, 20, 'next')).toBe(19);
    expect(moved(0, 20, 'previous')).toBe(0);
    expect(moved(17, 20, 'next-page')).toBe(19);
    expect(moved(2, 20, 'previous-page')).toBe(0);
  });

  it('enters a list in which nothing was selected', () => {
    expect(moved(-1, 5, 'next')).toBe(0);
    expect(moved(-1, 5, 'previous')).toBe(0);
    expect(moved(-1, 5, 'last')).toBe(4);
  });

  it.each(steps)('goes nowhere in an empty list (%s)', (step) => {
    expect(moved(-1, 0, step)).toBe(-1);
  });
});
