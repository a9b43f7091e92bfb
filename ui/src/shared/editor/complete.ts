// What can be completed while one writes: a link by the title of its card, a verb by what the type allows, a key and
// its values in the front matter. Each source is a function of the text before the caret.

import {
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
} from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { m } from '../../paraglide/messages';
import { typeWord } from '../words';
import {
  matchingEntries,
  synonymMeant,
  type CardLanguage,
  type CardSuggestion,
  type Verb,
  type VocabularyEntry,
} from './language';
import { frontMatterOf } from './markdown';

type Known = () => CardLanguage;

/** All sources; what they know is asked for each time, since the type of the card may change meanwhile. */
export function completionSources(known: Known): readonly CompletionSource[] {
  return [
    (context) => completeLink(context, known()),
    (context) => completeVerb(context, known()),
    (context) => completeFrontMatter(context, known()),
  ];
}

/** `[[` and some of a title or alias: the cards it may mean. What is written is the id. */
export async function completeLink(
  context: CompletionContext,
  { verbs, findCards }: CardLanguage,
): Promise<CompletionResult | null> {
  const typed = context.matchBefore(/\[\[[^[\]|\n]*/);
  if (typed === null || insideFrontMatter(context.state, context.pos)) return null;
  const cards = await findCards(typed.text.slice(2).trim());
  if (context.aborted) return null;
  const wanted = targetsAt(context.state, typed.from, verbs);
  const fits = (card: CardSuggestion) => wanted.length === 0 || wanted.includes(card.type);
  return {
    from: typed.from + 2,
    // They were found by more than the letters that their titles show.
    filter: false,
    options: [...cards.filter(fits), ...cards.filter((card) => !fits(card))].map((card) => ({
      label: card.title,
      detail: [typeWord(card.type), ...card.aliases.slice(0, 2)].join(' · '),
      apply: (view, _, from, to) => {
        insertLink(view, linkWords(card, cards), from, to);
      },
    })),
  };
}

/** The start of a list item: the verbs that the type of the card allows. */
export function completeVerb(context: CompletionContext, { verbs }: CardLanguage): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const item = /^\s*(?:>\s?)*(?:[-*+]|\d+[.)])\s+[*_]{0,2}(\p{L}[\p{L} ]*)?$/u.exec(before);
  if (item === null || insideFrontMatter(context.state, context.pos)) return null;
  const typed = item[1] ?? '';
  if (typed === '' && !context.explicit) return null;
  const options = verbs
    .filter(({ phrase }) => phrase.startsWith(typed.toLowerCase()))
    .map((verb): Completion => ({
      label: verb.phrase,
      info: verb.help,
      apply: (view, _, from, to) => {
        insertVerb(view, verb, from, to);
      },
    }));
  return options.length === 0 ? null : { from: context.pos - typed.length, options, filter: false };
}

/** A key of the front matter that is not there yet, or a value of the key that the line is about. */
export function completeFrontMatter(
  context: CompletionContext,
  { keys, vocabularies }: CardLanguage,
): CompletionResult | null {
  const { state, pos } = context;
  const block = frontMatterOf(state.doc);
  if (block === undefined || pos < block.from || pos >= block.to) return null;
  const line = state.doc.lineAt(pos);
  const before = line.text.slice(0, pos - line.from);
  const value = /^(?:([\w-]+):\s*(?:\[(?:[^\]]*,)?\s*)?|\s*-\s+)(["']?)([^,[\]"']*)$/.exec(before);
  if (value !== null) {
    const key = value[1] ?? keyAbove(state, line.number);
    const entries = key === undefined ? undefined : vocabularies[key];
    if (entries === undefined) return null;
    const typed = value[3] ?? '';
    const options = matchingEntries(entries, typed).map((entry) => valueOption(entry, typed));
    return { from: pos - typed.length, options, filter: false };
  }
  if (!/^[\w-]*$/.test(before) || (before === '' && !context.explicit)) return null;
  const present = new Set(
    [...state.sliceDoc(block.from, block.to).matchAll(/^([\w-]+):/gm)].map(([, key]) => key),
  );
  const options = keys
    .filter(({ key }) => !present.has(key))
    .map(({ key, help }) => ({ label: key, info: help, apply: `${key}: ` }));
  return { from: line.from, options };
}

function valueOption(entry: VocabularyEntry, typed: string): Completion {
  const synonym = synonymMeant(entry, typed);
  const label = entry.label === entry.value ? '' : entry.label;
  const detail = synonym === undefined ? label : m.editor_also_called({ label: entry.label, synonym });
  return { label: entry.value, ...(detail === '' ? {} : { detail }) };
}

/** The key that a list item of the front matter belongs to. */
function keyAbove(state: EditorState, line: number): string | undefined {
  for (let number = line - 1; number > 1; number -= 1) {
    const found = /^([\w-]+):\s*$/.exec(state.doc.line(number).text);
    if (found !== null) return found[1];
    if (!/^\s*(?:-|#|$)/.test(state.doc.line(number).text)) return undefined;
  }
  return undefined;
}

function insideFrontMatter(state: EditorState, pos: number): boolean {
  const block = frontMatterOf(state.doc);
  return block !== undefined && pos >= block.from && pos < block.to;
}

/** The types that the verb before a link points at. */
function targetsAt(state: EditorState, at: number, verbs: readonly Verb[]): readonly string[] {
  const line = state.doc.lineAt(at);
  const before = line.text.slice(0, at - line.from);
  const words = /^\s*(?:>\s?)*(?:[-*+]|\d+[.)])\s+[*_]{0,2}(.*?)[*_]{0,2}\s*$/
    .exec(before)?.[1]
    ?.toLowerCase();
  return verbs.find(({ phrase }) => phrase === words)?.targets ?? [];
}

/** What stands between the brackets. An id that two packs have names its pack as well. */
export function linkWords(card: CardSuggestion, among: readonly CardSuggestion[]): string {
  const isShared = among.some(({ id, pack }) => id === card.id && pack !== card.pack);
  const title = card.title.replace(/[[\]|\s]+/g, ' ').trim();
  return `${isShared ? `${card.pack}/` : ''}${card.id}|${title}`;
}

function insertLink(view: EditorView, words: string, from: number, to: number): void {
  const line = view.state.doc.lineAt(to);
  const rest = line.text.slice(to - line.from);
  // Brackets close by themselves while one types, so they may be there already.
  const closed = /^[^[\]\n]*\]\]/.exec(rest)?.[0] ?? '';
  const end = from + words.length + 2;
  view.dispatch({
    changes: { from, to: to + closed.length, insert: `${words}]]` },
    selection: { anchor: end + stopIn(rest.slice(closed.length)) },
    userEvent: 'input.complete',
  });
}

/** Where one goes on after the link: to the mark that is still missing, or to the reason. */
function stopIn(rest: string): number {
  if (rest.startsWith(' /5') || rest.startsWith('  because')) return 1;
  return rest === ' because ' ? rest.length : 0;
}

/** What follows a verb, until its own words are filled in. */
export function verbWords(verb: Verb): { text: string; caret: number } {
  if (verb.takesText === true) return { text: `${verb.phrase} `, caret: verb.phrase.length + 1 };
  const mark = verb.mark === 'weight' ? ' /5' : verb.mark === 'score' ? ' ' : '';
  const because = verb.because ? ' because ' : '';
  return { text: `${verb.phrase} [[]]${mark}${because}`, caret: verb.phrase.length + 3 };
}

function insertVerb(view: EditorView, verb: Verb, from: number, to: number): void {
  const { text, caret } = verbWords(verb);
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + caret },
    userEvent: 'input.complete',
  });
  if (verb.takesText !== true) startCompletion(view);
}
