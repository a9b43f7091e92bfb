// Columns of cards with lines between neighbours, as the map and the neighbourhood of a card are drawn: where things
// stand, what hangs together, and how the keyboard moves. Pure.

import type { CardFace, MapPage, NeighbourhoodPage, Weakness } from '../generated/api';

/** A card of a column. */
export interface DrawnCard {
  readonly card: CardFace;
  /** The lines that lead to it and from it, by their place in the drawing. */
  readonly into: readonly number[];
  readonly from: readonly number[];
}

/** A line from a card of one column to a card of the next. */
export interface DrawnLine {
  /** The column it starts in. */
  readonly column: number;
  /** The rows of its ends. */
  readonly from: number;
  readonly to: number;
  readonly phrase: string;
  readonly inverse: string;
  readonly because: string | null;
  readonly sources: number;
  readonly weakness: Weakness | null;
}

/** What is drawn. */
export interface Drawing {
  readonly columns: readonly (readonly DrawnCard[])[];
  readonly lines: readonly DrawnLine[];
}

/** Where a card stands. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** A card that has the keyboard, and the line by which it was reached. */
export interface Standing extends Place {
  readonly line?: number;
}

/** Where a key leads. */
export type Move = 'up' | 'down' | 'before' | 'after' | 'first' | 'last' | 'page-up' | 'page-down';

/** Draws the map. */
export function drawingOf(page: MapPage): Drawing {
  return joined(
    page.columns.map(({ rows }) => rows.map(({ card }) => card)),
    page.lines,
  );
}

/** Draws what leads to a card, step by step, and where it leads. A card may stand on both sides. */
export function drawingAround({ cards, lines }: NeighbourhoodPage): Drawing {
  const deepest = Math.max(1, ...cards.map(({ distance }) => distance));
  const before = rings(lines, deepest, 'to', 'from');
  const after = rings(lines, deepest, 'from', 'to');
  const columns = [...before.toReversed(), [0], ...after];
  const drawn: DrawnLine[] = [];
  for (let column = 0; column + 1 < columns.length; column += 1) {
    const starts = placesOf(columns[column] ?? []);
    const ends = placesOf(columns[column + 1] ?? []);
    for (const line of lines) {
      const from = starts.get(line.from);
      const to = ends.get(line.to);
      if (from !== undefined && to !== undefined) drawn.push({ ...line, column, from, to });
    }
  }
  const faces = columns.map((column) =>
    column.map((at) => cards[at]?.card).filter((card) => card !== undefined),
  );
  return joined(faces, drawn);
}

/** The cards one step away, then two, and so on, walking along lines one way only. */
function rings(
  lines: NeighbourhoodPage['lines'],
  deepest: number,
  near: 'from' | 'to',
  far: 'from' | 'to',
): number[][] {
  const seen = new Set([0]);
  const found: number[][] = [];
  let ring = new Set([0]);
  for (let depth = 0; depth < deepest; depth += 1) {
    const next = new Set<number>();
    for (const line of lines) {
      if (ring.has(line[near]) && !seen.has(line[far])) next.add(line[far]);
    }
    for (const at of next) seen.add(at);
    if (next.size === 0) break;
    found.push([...next].sort((a, b) => a - b));
    ring = next;
  }
  return found;
}

function placesOf(column: readonly number[]): Map<number, number> {
  return new Map(column.map((card, row) => [card, row]));
}

function joined(columns: readonly (readonly CardFace[])[], lines: readonly DrawnLine[]): Drawing {
  const cards = columns.map((column) =>
    column.map((card) => ({ card, into: [] as number[], from: [] as number[] })),
  );
  lines.forEach((line, at) => {
    cards[line.column]?.[line.from]?.from.push(at);
    cards[line.column + 1]?.[line.to]?.into.push(at);
  });
  return { columns: cards, lines };
}

/** The card at a place. */
export function cardAt(drawing: Drawing, place: Place | undefined): DrawnCard | undefined {
  return place === undefined ? undefined : drawing.columns[place.column]?.[place.row];
}

/** Where a line starts and ends. */
export function endsOf(line: DrawnLine): readonly [Place, Place] {
  return [
    { column: line.column, row: line.from },
    { column: line.column + 1, row: line.to },
  ];
}

/** Where a card of the same key stands in another drawing: in the same column, if it is there. */
export function placeOf(drawing: Drawing, key: string, column: number): Place | undefined {
  const order = [column, ...drawing.columns.keys()];
  for (const at of order) {
    const row = drawing.columns[at]?.findIndex(({ card }) => card.key === key) ?? -1;
    if (row >= 0) return { column: at, row };
  }
  return undefined;
}

/** Where one comes by a key: up and down in the column, sideways along the first line. */
export function moved(drawing: Drawing, at: Standing | undefined, move: Move, pageRows: number): Standing {
  if (at === undefined) {
    const column = drawing.columns.findIndex((cards) => cards.length > 0);
    return { column: Math.max(column, 0), row: 0 };
  }
  const last = (drawing.columns[at.column]?.length ?? 0) - 1;
  const to = (row: number): Standing => ({ column: at.column, row: Math.min(Math.max(row, 0), last) });
  switch (move) {
    case 'up':
      return to(at.row - 1);
    case 'down':
      return to(at.row + 1);
    case 'first':
      return to(0);
    case 'last':
      return to(last);
    case 'page-up':
      return to(at.row - pageRows);
    case 'page-down':
      return to(at.row + pageRows);
    case 'before':
    case 'after':
      return along(drawing, at, move);
  }
}

/** Goes back over the line one came by, or else along the first line there is. */
function along(drawing: Drawing, at: Standing, move: 'before' | 'after'): Standing {
  const card = cardAt(drawing, at);
  const lines = (move === 'before' ? card?.into : card?.from) ?? [];
  const number = at.line !== undefined && lines.includes(at.line) ? at.line : lines[0];
  const line = number === undefined ? undefined : drawing.lines[number];
  if (number === undefined || line === undefined) return at;
  const [start, end] = endsOf(line);
  return { ...(move === 'before' ? start : end), line: number };
}

/** How tall a drawing is, and where its rows stand: a short column is spread over the height of the longest. */
export class Heights {
  readonly total: number;
  readonly #rowHeight: number;
  readonly #lengths: readonly number[];

  /** Measures a drawing whose rows are this high. */
  constructor(drawing: Drawing, rowHeight: number) {
    this.#rowHeight = rowHeight;
    this.#lengths = drawing.columns.map((column) => column.length);
    this.total = Math.max(1, ...this.#lengths) * rowHeight;
  }

  /** The middle of a row, from the top. */
  middle(column: number, row: number): number {
    return (row + 0.5) * this.#step(column);
  }

  /** The rows of a column that reach into a stretch, the last one excluded. */
  within(column: number, top: number, bottom: number): [number, number] {
    const length = this.#lengths[column] ?? 0;
    const step = this.#step(column);
    const reach = this.#rowHeight / 2;
    const first = Math.ceil((top - reach) / step - 0.5);
    const last = Math.floor((bottom + reach) / step - 0.5);
    return [Math.min(Math.max(first, 0), length), Math.min(Math.max(last + 1, 0), length)];
  }

  #step(column: number): number {
    return this.total / Math.max(1, this.#lengths[column] ?? 0);
  }
}

/** The lines that have an end in a stretch of the drawing, each once, up to a number. */
export function linesWithin(
  drawing: Drawing,
  rows: readonly (readonly [number, number])[],
  most: number,
): number[] {
  const found = new Set<number>();
  rows.forEach(([first, end], column) => {
    for (let row = first; row < end && found.size < most; row += 1) {
      const card = drawing.columns[column]?.[row];
      for (const line of [...(card?.into ?? []), ...(card?.from ?? [])]) {
        if (found.size < most) found.add(line);
      }
    }
  });
  return [...found];
}
