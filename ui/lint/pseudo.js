// Writes the catalogue of a language nobody speaks: each text of English with accents on its letters, a third longer
// and in brackets. What is seen without brackets in it never went through the catalogue, and what does not fit in it
// will not fit in German. It is made anew whenever texts are compiled and is not kept.

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const from = new URL('../messages/en.json', import.meta.url);
const to = new URL('../messages/en-XA.json', import.meta.url);

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const marked = 'àƀçđéƒğħîĵķļɱñöþɋŕšŧüṽŵẋýžÀƁÇĐÉƑĞĦÎĴĶĻṀÑÖÞɊŔŠŦÜṼŴẊÝŽ';
const accents = new Map([...plain].map((letter, index) => [letter, [...marked][index] ?? letter]));
const longer = 0.35;

/**
 * Makes one text foreign. What stands in braces is filled in later and stays as it is.
 * @param {string} text
 */
export function pseudoText(text) {
  const parts = text.split(/(\{[^}]*\})/);
  const foreign = parts.map((part) =>
    part.startsWith('{') ? part : [...part].map((letter) => accents.get(letter) ?? letter).join(''),
  );
  const letters = parts.filter((part) => !part.startsWith('{')).join('').length;
  // In pieces as long as words are, which may stand on a line of their own.
  const more = '~'.repeat(Math.ceil(letters * longer)).replace(/~{6}(?=~)/g, '$& ');
  return `[${foreign.join('')}${more}]`;
}

/**
 * Makes one entry foreign: a text, or a choice of texts by number.
 * @param {unknown} entry
 * @returns {unknown}
 */
function pseudoEntry(entry) {
  if (typeof entry === 'string') return pseudoText(entry);
  if (!Array.isArray(entry)) return entry;
  return entry.map((choice) => ({
    ...choice,
    match: Object.fromEntries(
      Object.entries(choice.match).map(([when, text]) => [when, pseudoText(String(text))]),
    ),
  }));
}

/** Writes the catalogue. */
export function writePseudoCatalogue() {
  /** @type {Record<string, unknown>} */
  const catalogue = JSON.parse(readFileSync(from, 'utf8'));
  const foreign = Object.entries(catalogue).map(([key, entry]) => [key, pseudoEntry(entry)]);
  writeFileSync(to, `${JSON.stringify(Object.fromEntries(foreign), null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writePseudoCatalogue();
