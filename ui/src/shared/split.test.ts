import { describe, expect, it } from 'vitest';
import { sizeAfterKey, sizeAtPointer } from './split';

const share = { min: 0.2, max: 0.8 };
const pixels = { min: 200, max: 640 };

describe('the line between two panes', () => {
  it.each([
    ['ArrowRight', 0.5, false, 0.52],
    ['ArrowRight', 0.5, true, 0.48],
    ['ArrowLeft', 0.2, false, 0.2],
    ['Home', 0.5, false, 0.2],
    ['End', 0.5, true, 0.8],
  ])('%s from %d (right to left: %s)', (key, size, rtl, expected) => {
    expect(sizeAfterKey(key, size, share, rtl)).toBeCloseTo(expected);
  });

  it('moves by pixels where the limits are pixels', () => {
    expect(sizeAfterKey('ArrowRight', 300, pixels, false)).toBe(316);
  });

  it('leaves other keys alone', () => {
    expect(sizeAfterKey('a', 0.5, share, false)).toBeUndefined();
  });

  it.each([
    [250, 1000, share, false, 0.25],
    [250, 1000, share, true, 0.75],
    [10, 1000, share, false, 0.2],
    [300, 1000, pixels, false, 300],
    [900, 1000, pixels, true, 200],
  ])('follows the pointer at %d of %d', (at, whole, limits, rtl, expected) => {
    expect(sizeAtPointer(at, whole, limits, rtl)).toBeCloseTo(expected);
  });
});
