import { describe, expect, it } from 'vitest';
import type { CardFace, MapPage, NeighbourhoodPage } from '../generated/api';
import {
  cardAt,
  drawingAround,
  drawingOf,
  Heights,
  linesWithin,
  moved,
  placeOf,
  type Standing,
} from './drawing';

const face = (key: string): CardFace => ({ key, title: key, type: 'force', status: 'ready', weakness: null });
const row = (key: string) => ({ card: face(key), lines_in: 0, lines_out: 0 });
const line = (column: number, from: number, to: number) => ({
  column,
  from,
  to,
  phrase: 'causes',
  inverse: 'is caused by',
  because: 'of age',
  sources: 1,
  weakness: null,
});

const page: MapPage = {
  columns: [
    { type: 'force', rows: [row('f0'), row('f1')], left_out: 0 },
    { type: 'challenge', rows: [row('c0')], left_out: 0 },
    { type: 'factor', rows: [row('d0'), row('d1'), row('d2'), row('d3')], left_out: 0 },
  ],
  lines: [line(0, 0, 0), line(0, 1, 0), line(1, 0, 1), line(1, 0, 3)],
  lines_left_out: 0,
  partial: false,
};
const drawing = drawingOf(page);

describe('a drawing', () => {
  it('knows for each card the lines that lead to it and from it', () => {
    expect(cardAt(drawing, { column: 1, row: 0 })).toMatchObject({ into: [0, 1], from: [2, 3] });
    expect(cardAt(drawing, { column: 0, row: 9 })).toBeUndefined();
    expect(placeOf(drawing, 'd3', 0)).toEqual({ column: 2, row: 3 });
    expect(placeOf(drawing, 'gone', 0)).toBeUndefined();
  });

  it('is walked by keys: in a column, along a line, and back over the line one came by', () => {
    const walk = (from: Standing | undefined, ...moves: Parameters<typeof moved>[2][]) =>
      moves.reduce<Standing | undefined>((at, move) => moved(drawing, at, move, 2), from);
    expect(walk(undefined, 'down')).toEqual({ column: 0, row: 0 });
    expect(walk({ column: 0, row: 1 }, 'down', 'down')).toEqual({ column: 0, row: 1 });
    expect(walk({ column: 0, row: 1 }, 'after')).toEqual({ column: 1, row: 0, line: 1 });
    expect(walk({ column: 0, row: 1 }, 'after', 'before')).toEqual({ column: 0, row: 1, line: 1 });
    expect(walk({ column: 0, row: 1 }, 'after', 'after')).toEqual({ column: 2, row: 1, line: 2 });
    expect(walk({ column: 2, row: 0 }, 'before')).toEqual({ column: 2, row: 0 });
    expect(walk({ column: 2, row: 0 }, 'page-down', 'page-down')).toEqual({ column: 2, row: 3 });
    expect(walk({ column: 2, row: 2 }, 'first')).toEqual({ column: 2, row: 0 });
  });

  it('spreads a short column over the height of the longest', () => {
    const heights = new Heights(drawing, 10);
    expect(heights.total).toBe(40);
    expect(heights.middle(1, 0)).toBe(20);
    expect(heights.middle(2, 3)).toBe(35);
    expect(heights.within(2, 0, 9)).toEqual([0, 1]);
    expect(heights.within(1, 0, 9)).toEqual([0, 0]);
    expect(heights.within(1, 16, 40)).toEqual([0, 1]);
  });

  it('shows the lines that have an end in sight, and no more than a number of them', () => {
    const shown = [
      [0, 1],
      [0, 0],
      [3, 4],
    ] as const;
    expect(linesWithin(drawing, shown, 9)).toEqual([0, 3]);
    expect(linesWithin(drawing, shown, 1)).toEqual([0]);
  });
});

describe('the neighbourhood of a card', () => {
  const near = (key: string, distance: number) => ({ card: face(key), distance });
  const link = (from: number, to: number) => ({ ...line(0, from, to), mark: null });

  it('is drawn as what leads to it, the card, and where it leads', () => {
    const around: NeighbourhoodPage = {
      cards: [near('me', 0), near('cause', 1), near('effect', 1), near('root', 2), near('sibling', 2)],
      lines: [link(1, 0), link(0, 2), link(3, 1), link(1, 4)],
      left_out: 0,
    };
    const drawn = drawingAround(around);
    expect(drawn.columns.map((column) => column.map(({ card }) => card.key))).toEqual([
      ['root'],
      ['cause'],
      ['me'],
      ['effect'],
    ]);
    expect(drawn.lines.map(({ column, from, to }) => [column, from, to])).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [2, 0, 0],
    ]);
  });

  it('is the card alone where nothing leads to it or from it', () => {
    const alone = drawingAround({ cards: [near('me', 0)], lines: [], left_out: 0 });
    expect(alone.columns).toHaveLength(1);
  });
});
