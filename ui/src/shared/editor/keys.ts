// The keys of the front matter that the card format knows: what each holds, and what it is called.

import { m } from '../../paraglide/messages';
import { facetWord, labelWord } from '../words';

/** How the values of a key are entered. */
export type KeyKind = 'choice' | 'title' | 'text' | 'tokens' | 'date';

/** A key of the card format. */
export interface KnownKey {
  readonly key: string;
  readonly kind: KeyKind;
  /** Whether it is in sight from the start. */
  readonly common: boolean;
}

/** The most letters of a title. */
export const mostTitleLetters = 90;

/** The keys, in the order of the form. */
export const knownKeys: readonly KnownKey[] = [
  { key: 'type', kind: 'choice', common: true },
  { key: 'title', kind: 'title', common: true },
  { key: 'aliases', kind: 'tokens', common: true },
  { key: 'industry', kind: 'tokens', common: true },
  { key: 'role', kind: 'tokens', common: true },
  { key: 'stage', kind: 'tokens', common: true },
  { key: 'region', kind: 'tokens', common: true },
  { key: 'tags', kind: 'tokens', common: true },
  { key: 'status', kind: 'choice', common: true },
  { key: 'reason', kind: 'text', common: false },
  { key: 'visibility', kind: 'choice', common: true },
  { key: 'review_by', kind: 'date', common: true },
  { key: 'verified_on', kind: 'date', common: false },
  { key: 'verified_by', kind: 'text', common: false },
  { key: 'owner', kind: 'text', common: false },
  { key: 'author', kind: 'text', common: false },
  { key: 'credits', kind: 'text', common: false },
  { key: 'sale', kind: 'choice', common: false },
  { key: 'superseded_by', kind: 'text', common: false },
  { key: 'lang', kind: 'text', common: false },
  { key: 'translation_of', kind: 'text', common: false },
];

/** The keys that a form cannot change: the id is made once, and the earlier ones are its history. */
export const fixedKeys: ReadonlySet<string> = new Set(['id', 'was']);

/** What a key is called in the form. */
export function keyWord(key: string): string {
  if (key === 'type' || key === 'status') return facetWord(key);
  return own[key]?.() ?? labelWord(key);
}

/** What a value of a key with a fixed list of them is called. */
export function valueWord(value: string): string {
  return values[value]?.() ?? value;
}

const own: Readonly<Record<string, () => string>> = {
  title: m.editor_key_title,
  reason: m.editor_key_reason,
  visibility: m.editor_key_visibility,
  author: m.editor_key_author,
  superseded_by: m.editor_key_superseded_by,
  lang: m.editor_key_lang,
  translation_of: m.editor_key_translation_of,
};

const values: Readonly<Record<string, () => string>> = {
  public: m.editor_value_public,
  team: m.editor_value_team,
  private: m.editor_value_private,
  complex: m.editor_value_complex,
  transactional: m.editor_value_transactional,
  both: m.editor_value_both,
};
