// What a table is made of.

/** One column: by which key its cells are asked for, and what stands at its head. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** Whether it holds numbers, which are compared digit under digit. */
  readonly numeric?: boolean;
}

/** By which column the rows are sorted, and which way. */
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}
