// Where the line between two panes may stand, and how the keyboard moves it.

/** The limits of the first pane. Up to 1 they are shares of the whole, above it pixels. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** Keeps a size within its limits. */
export function within(size: number, { min, max }: Limits): number {
  return Math.min(Math.max(size, min), max);
}

/** Whether a size is a share of the whole. */
export function isShare(max: number): boolean {
  return max <= 1;
}

/** The size after a key, or nothing if the key is not for the line. In a page that reads from right to left the
    first pane is on the right, and the arrows follow the eye. */
export function sizeAfterKey(
  key: string,
  size: number,
  limits: Limits,
  rightToLeft: boolean,
): number | undefined {
  const step = isShare(limits.max) ? 0.02 : 16;
  const wider = rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  const narrower = rightToLeft ? 'ArrowRight' : 'ArrowLeft';
  switch (key) {
    case wider:
      return within(size + step, limits);
    case narrower:
      return within(size - step, limits);
    case 'Home':
      return limits.min;
    case 'End':
      return limits.max;
    default:
      return undefined;
  }
}

/** The size when the pointer stands at `at` pixels from the left of a whole of `whole` pixels. */
export function sizeAtPointer(at: number, whole: number, limits: Limits, rightToLeft: boolean): number {
  const pixels = rightToLeft ? whole - at : at;
  return within(isShare(limits.max) ? pixels / Math.max(whole, 1) : pixels, limits);
}
