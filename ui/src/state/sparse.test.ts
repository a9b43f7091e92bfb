import { describe, expect, it } from 'vitest';
import { SparseList } from './sparse';

const page = (number: number, size = 10) =>
  Array.from({ length: size }, (_, row) => `row-${number * 10 + row}`);
const list = (total: number) => new SparseList<string>(total, 10, (item) => item);

describe('a list of which some pages are here', () => {
  it('knows its length before its rows', () => {
    const rows = list(50_000);
    expect(rows.total).toBe(50_000);
    expect(rows.at(49_999)).toBeUndefined();
    rows.put(4_999, page(4_999));
    expect(rows.at(49_999)).toBe('row-49999');
    expect(rows.indexOf('row-49995')).toBe(49_995);
    expect(rows.indexOf('row-1')).toBe(-1);
  });

  it('says which page of a range is missing', () => {
    const rows = list(35);
    rows.put(0, page(0));
    rows.put(2, page(2));
    expect(rows.missing(0, 9)).toBeUndefined();
    expect(rows.missing(5, 25)).toBe(1);
    expect(rows.missing(20, 29)).toBeUndefined();
    expect(rows.missing(20, 10_000)).toBe(3);
    expect(list(0).missing(0, 20)).toBeUndefined();
  });

  it('shows aged rows and wants them anew', () => {
    const rows = list(30);
    rows.put(0, page(0));
    const next = rows.aged(12);
    expect(next.at(3)).toBe('row-3');
    expect(next.missing(0, 5)).toBe(0);
    next.put(0, ['new', ...page(0, 9)]);
    expect(next.at(1)).toBe('row-0');
    expect(next.missing(0, 5)).toBeUndefined();
  });

  it('shows nothing beyond its end', () => {
    const rows = list(20);
    rows.put(0, page(0));
    const shorter = rows.resized(5);
    expect(shorter.at(4)).toBe('row-4');
    expect(shorter.at(5)).toBeUndefined();
    expect(shorter.indexOf('row-7')).toBe(-1);
    expect(rows.resized(20)).toBe(rows);
  });
});
