// What is offered while one writes, and what is written when it is taken.

import { CompletionContext, type Completion, type CompletionResult } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { describe, expect, it } from 'vitest';
import { completeFrontMatter, completeLink, completeVerb } from './complete';
import type { CardLanguage, CardSuggestion } from './language';
import { cardMarkdown } from './markdown';

const stops: CardSuggestion = {
  id: 'night-stops',
  pack: 'core',
  title: 'Night stops [last] longer|er',
  aliases: ['downtime'],
  type: 'challenge',
};
const price: CardSuggestion = { id: 'price', pack: 'core', title: 'Price', aliases: [], type: 'factor' };

const language: CardLanguage = {
  verbs: [
    { phrase: 'causes', help: 'Brings it about.', targets: ['challenge'], because: true },
    { phrase: 'weighed by', help: 'How much.', targets: ['role'], because: true, mark: 'weight' },
    { phrase: 'scores', help: 'How well.', targets: ['factor'], because: true, mark: 'score' },
    { phrase: 'ends with', help: 'The commitment.', targets: [], because: false, takesText: true },
    { phrase: 'see also', help: 'Worth reading.', targets: [], because: false },
  ],
  keys: [
    { key: 'type', help: 'What it is.' },
    { key: 'tags', help: 'Words of your own.' },
  ],
  vocabularies: {
    industry: [
      { value: 'manufacturing', label: 'Manufacturing', synonyms: ['plants', 'factories'] },
      { value: 'health', label: 'Health care', synonyms: ['hospitals'] },
    ],
  },
  findCards: (query) =>
    Promise.resolve(
      [price, stops].filter(({ title, aliases }) => [title, ...aliases].join().toLowerCase().includes(query)),
    ),
};

/** The state with the caret where the text has a bar of its own: ¦. */
function at(text: string): EditorState {
  const anchor = text.indexOf('¦');
  return EditorState.create({
    doc: text.replace('¦', ''),
    selection: { anchor },
    extensions: cardMarkdown(),
  });
}

function context(text: string, explicit = false): CompletionContext {
  const state = at(text);
  return new CompletionContext(state, state.selection.main.head, explicit);
}

const labels = (result: CompletionResult | null) => result?.options.map(({ label }) => label);

/** The text after an option was taken, its caret shown. */
function take(text: string, result: CompletionResult | null, label: string): string {
  const option = result?.options.find((each): each is Completion => each.label === label);
  if (result === null || option === undefined) throw new Error(`“${label}” is not offered.`);
  const view = new EditorView({ state: at(text) });
  const { head } = view.state.selection.main;
  if (typeof option.apply === 'function') option.apply(view, option, result.from, head);
  else view.dispatch({ changes: { from: result.from, to: head, insert: option.apply ?? option.label } });
  const caret = view.state.selection.main.head;
  const written = view.state.sliceDoc(0, caret) + '¦' + view.state.sliceDoc(caret);
  view.destroy();
  return written;
}

describe('a link', () => {
  it('is found by title and by alias, and writes the id', async () => {
    const text = 'As [[downt¦]] shows';
    const result = await completeLink(context(text), language);
    expect(labels(result)).toEqual([stops.title]);
    expect(take(text, result, stops.title)).toBe('As [[night-stops|Night stops last longer er]]¦ shows');
  });

  it('closes its brackets where nothing has closed them', async () => {
    const text = 'As [[pri¦';
    expect(take(text, await completeLink(context(text), language), 'Price')).toBe('As [[price|Price]]¦');
  });

  it('offers first what the verb points at', async () => {
    expect(labels(await completeLink(context('- causes [[¦]] because '), language))).toEqual([
      stops.title,
      'Price',
    ]);
    expect(labels(await completeLink(context('- see also [[¦]]'), language))).toEqual(['Price', stops.title]);
  });

  it('goes on to what is still missing', async () => {
    for (const [before, after] of [
      ['- causes [[¦]] because ', '- causes [[price|Price]] because ¦'],
      ['- weighed by [[¦]] /5 because ', '- weighed by [[price|Price]] ¦/5 because '],
      ['- scores [[¦]]  because ', '- scores [[price|Price]] ¦ because '],
    ] as const) {
      expect(take(before, await completeLink(context(before), language), 'Price')).toBe(after);
    }
  });

  it('names the pack where two packs have the same id', async () => {
    const twice = {
      ...language,
      findCards: () => Promise.resolve([price, { ...price, pack: 'other', title: 'Cost' }]),
    };
    const text = '[[¦';
    expect(take(text, await completeLink(context(text), twice), 'Cost')).toBe('[[other/price|Cost]]¦');
  });

  it('is not offered in the front matter', async () => {
    expect(await completeLink(context('---\ntags: [[¦\n---\n'), language)).toBeNull();
  });
});

describe('a verb', () => {
  it('is offered at the start of an item, and only what the type allows', () => {
    expect(labels(completeVerb(context('- c¦'), language))).toEqual(['causes']);
    expect(labels(completeVerb(context('> 2. *s¦'), language))).toEqual(['scores', 'see also']);
    expect(labels(completeVerb(context('- ¦', true), language))).toHaveLength(5);
  });

  it.each(['- ¦', 'c¦', 'Prose with c¦', '- causes [[x]] c¦', '---\ntags:\n  - c¦\n---\n', '- zebra¦'])(
    'is not offered by itself in “%s”',
    (text) => {
      expect(completeVerb(context(text), language)).toBeNull();
    },
  );

  it.each([
    ['causes', '- causes [[¦]] because '],
    ['weighed by', '- weighed by [[¦]] /5 because '],
    ['scores', '- scores [[¦]]  because '],
    ['see also', '- see also [[¦]]'],
    ['ends with', '- ends with ¦'],
  ])('“%s” brings what it needs', (phrase, written) => {
    expect(take('- ¦', completeVerb(context('- ¦', true), language), phrase)).toBe(written);
  });
});

describe('the front matter', () => {
  it('offers the keys that are not there yet', () => {
    const result = completeFrontMatter(context('---\ntype: force\nt¦\n---\n'), language);
    expect(labels(result)).toEqual(['tags']);
    expect(take('---\ntype: force\nt¦\n---\n', result, 'tags')).toContain('\ntags: ');
  });

  it.each([
    ['industry: ¦', ['manufacturing', 'health']],
    ['industry: [health, pla¦]', ['manufacturing']],
    ['industry: ["fact¦"]', ['manufacturing']],
    ['industry:\n  - hosp¦', ['health']],
    ['industry:\n  - health\n  # and\n  - man¦', ['manufacturing']],
    ['region: e¦', undefined],
    ['title: x\n  - man¦', undefined],
  ])('offers the values of the key in “%s”, by label and synonym', (lines, offered) => {
    expect(labels(completeFrontMatter(context(`---\n${lines}\n---\n`), language))).toEqual(offered);
  });

  it('says by which synonym a value was found', () => {
    const result = completeFrontMatter(context('---\nindustry: hosp¦\n---\n'), language);
    expect(result?.options[0]?.detail).toBe('Health care, also “hospitals”');
  });

  it('is left alone below its end', () => {
    expect(completeFrontMatter(context('---\ntype: x\n---\nindustry: ¦'), language)).toBeNull();
  });
});
