// What the editor must know about cards, as plain values: the program knows the format, the editor only offers it.

import type { FindingLevel } from '../../generated/api';

/** A verb that the type of the card allows at the start of a list item. */
export interface Verb {
  readonly phrase: string;
  /** One sentence on what it says. */
  readonly help: string;
  /** The types it may point at; none named means any. */
  readonly targets: readonly string[];
  /** The number it asks for after its target. */
  readonly mark?: 'weight' | 'score' | undefined;
  /** Whether it asks for a reason. */
  readonly because: boolean;
  /** Whether it takes words in place of a card. */
  readonly takesText?: boolean | undefined;
}

/** A card that a link may lead to. */
export interface CardSuggestion {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly type: string;
}

/** One value that a key of the front matter may have. */
export interface VocabularyEntry {
  readonly value: string;
  readonly label: string;
  readonly synonyms: readonly string[];
}

/** The values of each key that has a list of them. A value outside the list may be written all the same. */
export type Vocabularies = Readonly<Record<string, readonly VocabularyEntry[]>>;

/** A key of the front matter, with one sentence on what it is for. */
export interface FrontMatterKey {
  readonly key: string;
  readonly help: string;
}

/** What the editor offers while one writes. */
export interface CardLanguage {
  readonly verbs: readonly Verb[];
  readonly keys: readonly FrontMatterKey[];
  readonly vocabularies: Vocabularies;
  /** Cards by title and alias, the best first. */
  readonly findCards: (query: string) => Promise<readonly CardSuggestion[]>;
}

/** Text that takes the place of other text. Offsets count UTF-16 units of the file's text. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** What is wrong at a place, and perhaps the one edit that mends it. */
export interface EditorFinding {
  readonly from: number;
  readonly to: number;
  readonly level: FindingLevel;
  readonly message: string;
  readonly mend?: { readonly label: string; readonly edit: Edit } | undefined;
}

/** Findings, and the text that they were found in: it may be older than what is on the page by now. */
export interface FindingsOf {
  readonly text: string;
  readonly rows: readonly EditorFinding[];
}

/** Where the caret stands in the text of the file. */
export interface FileSelection {
  readonly anchor: number;
  readonly head: number;
}

/** The entries that a query means: by value, by label, by synonym; those that start with it come first. */
export function matchingEntries(
  entries: readonly VocabularyEntry[],
  query: string,
): readonly VocabularyEntry[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === '') return entries;
  const names = (entry: VocabularyEntry) =>
    [entry.value, entry.label, ...entry.synonyms].map((name) => name.toLocaleLowerCase());
  const fits = entries.filter((entry) => names(entry).some((name) => name.includes(wanted)));
  const starts = (entry: VocabularyEntry) => names(entry).some((name) => name.startsWith(wanted));
  return [...fits.filter(starts), ...fits.filter((entry) => !starts(entry))];
}

/** The synonym by which a query found an entry, where neither its value nor its label says why it is there. */
export function synonymMeant(entry: VocabularyEntry, query: string): string | undefined {
  const wanted = query.trim().toLocaleLowerCase();
  const has = (name: string) => name.toLocaleLowerCase().includes(wanted);
  if (wanted === '' || has(entry.value) || has(entry.label)) return undefined;
  return entry.synonyms.find(has);
}
