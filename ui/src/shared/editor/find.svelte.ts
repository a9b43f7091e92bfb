// Find and replace within a card. The library searches; the panel is drawn with the same controls as everything else.

import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  searchKeymap,
  SearchQuery,
  setSearchQuery,
} from '@codemirror/search';
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView, keymap, runScopeHandlers, type Panel } from '@codemirror/view';
import { mount, unmount } from 'svelte';
import FindPanel from './FindPanel.svelte';

/** What is looked for. */
export interface Wanted {
  readonly search: string;
  readonly replace: string;
  readonly caseSensitive: boolean;
  readonly wholeWord: boolean;
}

/** How many places there are, and which of them is selected, from one; nothing is selected at zero. */
export interface Matches {
  readonly current: number;
  readonly total: number;
}

/** Counts the places where a query is found. */
export function matchesOf(state: EditorState, query: SearchQuery): Matches {
  if (!query.valid) return { current: 0, total: 0 };
  const { from, to } = state.selection.main;
  let total = 0;
  let current = 0;
  const cursor = query.getCursor(state);
  for (let next = cursor.next(); next.done !== true; next = cursor.next()) {
    total += 1;
    if (next.value.from === from && next.value.to === to) current = total;
  }
  return { current, total };
}

/** What the panel shows of the search, and what it asks for. */
export class Finding {
  wanted = $state.raw<Wanted>({ search: '', replace: '', caseSensitive: false, wholeWord: false });
  matches = $state.raw<Matches>({ current: 0, total: 0 });
  readonly = $state(false);

  readonly #view: EditorView;

  constructor(view: EditorView) {
    this.#view = view;
    this.read();
  }

  /** Takes over what the editor has. */
  read(): void {
    const query = getSearchQuery(this.#view.state);
    const { search: words, replace, caseSensitive, wholeWord } = query;
    this.wanted = { search: words, replace, caseSensitive, wholeWord };
    this.matches = matchesOf(this.#view.state, query);
    this.readonly = this.#view.state.readOnly;
  }

  want(change: Partial<Wanted>): void {
    const query = new SearchQuery({ ...this.wanted, ...change, literal: true });
    this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  next(): void {
    findNext(this.#view);
  }

  previous(): void {
    findPrevious(this.#view);
  }

  replace(): void {
    replaceNext(this.#view);
  }

  replaceAll(): void {
    replaceAll(this.#view);
  }

  close(): void {
    closeSearchPanel(this.#view);
    this.#view.focus();
  }

  /** Whether a key means something to the search, such as Esc or F3; then it is done. */
  key(event: KeyboardEvent): boolean {
    return runScopeHandlers(this.#view, event, 'search-panel');
  }
}

/** Find and replace, with its keys. */
export function findInCard(): Extension {
  return [search({ top: true, literal: true, createPanel: panelOf }), keymap.of(searchKeymap)];
}

function panelOf(view: EditorView): Panel {
  const finding = new Finding(view);
  const dom = document.createElement('div');
  const panel = mount(FindPanel, { target: dom, props: { finding } });
  return {
    dom,
    top: true,
    update: (update) => {
      const asked = update.transactions.some(({ effects }) =>
        effects.some((effect) => effect.is(setSearchQuery)),
      );
      if (asked || update.docChanged || update.selectionSet) finding.read();
    },
    destroy: () => {
      void unmount(panel);
    },
  };
}
