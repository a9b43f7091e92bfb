// What the form of the front matter is given: what the file has, and what is wrong with it.

import type { FindingLevel } from '../../generated/api';

/** A key as the file has it. */
export interface FrontMatterField {
  readonly key: string;
  readonly values: readonly string[];
}

/** What is wrong with the value of a key. */
export interface KeyFinding {
  readonly level: FindingLevel;
  readonly message: string;
}
