// The editing surface, put together: everything of the editor that is not Svelte. It is loaded when a card is first
// edited, so that the start of the window does not pay for it.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { openLintPanel } from '@codemirror/lint';
import { highlightSelectionMatches, openSearchPanel } from '@codemirror/search';
import { Compartment, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap, tooltips } from '@codemirror/view';
import { completionSources } from './complete';
import { lineDirections } from './direction';
import './editor.css';
import { findInCard } from './find.svelte';
import { findingMarks, goToNext, goToPrevious, showFindings } from './findings';
import type { CardLanguage, FileSelection, FindingsOf } from './language';
import { docOffset, fileForm, fileOffset, fileText } from './line-ends';
import { markdownLooks } from './live';
import { cardMarkdown } from './markdown';
import { outsideUpdate } from './outside';
import { insertKeptImages, richPaste, type KeepImage } from './paste';
import { editorPhrases } from './phrases';
import { rememberState, startState } from './remembered';
import { targetAt } from './targets';

export type Mode = 'live' | 'source';

/** What the surface starts with, and whom it tells. */
export interface SurfaceOptions {
  readonly text: string;
  readonly label: string;
  /** The id of the words that say how to leave the text by keyboard. */
  readonly describedBy: string;
  readonly lang?: string | undefined;
  readonly readonly: boolean;
  readonly mode: Mode;
  /** What `remember` gave when the card was last open. */
  readonly remembered?: string | undefined;
  readonly language: () => CardLanguage;
  readonly onchange: (text: string, selection: FileSelection) => void;
  readonly onfollow: (target: string) => void;
  readonly onsave: () => void;
  readonly onmode: () => void;
  /** Hears that what was remembered is of no use any more. */
  readonly onforgot: () => void;
  readonly onform: () => void;
  readonly keepImage: KeepImage;
}

/** The surface once it stands on the page. */
export class Surface {
  readonly #view: EditorView;
  readonly #looks = new Compartment();
  readonly #access = new Compartment();

  constructor(parent: HTMLElement, options: SurfaceOptions) {
    const { state, forgot } = startState(options.text, this.#extensions(options), options.remembered);
    this.#view = new EditorView({ parent, state });
    if (forgot) options.onforgot();
  }

  /** The text of the file, line ends and all. */
  get text(): string {
    return fileText(this.#view.state);
  }

  /** Takes over what the file says now; the caret and what can be undone stay. */
  applyOutside(text: string): void {
    const update = outsideUpdate(this.#view.state, text);
    if (update !== undefined) this.#view.dispatch(update);
  }

  /** Puts pictures that are kept already at the caret. */
  insertImages(paths: readonly string[]): void {
    insertKeptImages(this.#view, paths);
  }

  setFindings(findings: FindingsOf): void {
    this.#view.dispatch(showFindings(this.#view.state, findings));
  }

  setMode(mode: Mode): void {
    this.#view.dispatch({ effects: this.#looks.reconfigure(markdownLooks(mode)) });
  }

  setReadonly(readonly: boolean): void {
    this.#view.dispatch({ effects: this.#access.reconfigure(access(readonly)) });
  }

  /** Selects a stretch of the file's text and brings it into sight. */
  select({ anchor, head }: FileSelection): void {
    const { text } = this;
    this.#view.dispatch({
      selection: { anchor: docOffset(text, anchor), head: docOffset(text, head) },
      scrollIntoView: true,
    });
  }

  focus(): void {
    this.#view.focus();
  }

  find(): void {
    openSearchPanel(this.#view);
  }

  listFindings(): void {
    openLintPanel(this.#view);
  }

  nextFinding(): void {
    goToNext(this.#view);
    this.#view.focus();
  }

  previousFinding(): void {
    goToPrevious(this.#view);
    this.#view.focus();
  }

  /** The text, the caret and what can be undone, to be kept by the caller. */
  remember(): string {
    return rememberState(this.#view.state);
  }

  destroy(): void {
    this.#view.destroy();
  }

  #extensions(options: SurfaceOptions): Extension {
    const follow = (view: EditorView, at: number) => {
      const target = targetAt(view.state, at);
      if (target !== undefined) options.onfollow(target);
      return target !== undefined;
    };
    return [
      Prec.high(
        keymap.of([
          { key: 'Mod-s', run: told(options.onsave), preventDefault: true },
          { key: 'Mod-e', run: told(options.onmode), preventDefault: true },
          { key: 'Mod-;', run: told(options.onform), preventDefault: true },
          { key: 'Mod-Enter', run: (view) => follow(view, view.state.selection.main.head) },
        ]),
      ),
      EditorView.domEventHandlers({
        mousedown(event, view) {
          if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
          const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
          return at !== null && follow(view, at);
        },
      }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (!docChanged) return;
        const { anchor, head } = state.selection.main;
        options.onchange(fileText(state), {
          anchor: fileOffset(state, anchor),
          head: fileOffset(state, head),
        });
      }),
      richPaste(options.keepImage),
      cardMarkdown(),
      this.#looks.of(markdownLooks(options.mode)),
      this.#access.of(access(options.readonly)),
      autocompletion({ override: [...completionSources(options.language)], icons: false }),
      findInCard(),
      findingMarks(),
      history({ minDepth: 200 }),
      fileForm,
      closeBrackets(),
      bracketMatching(),
      drawSelection(),
      highlightSpecialChars(),
      highlightSelectionMatches(),
      tooltips({ position: 'fixed' }),
      // Tab is not among the keys: it leaves the text, as it leaves every other field.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      lineDirections(),
      EditorView.contentAttributes.of({
        'aria-label': options.label,
        'aria-describedby': options.describedBy,
        // It is reached by Tab as it is; those who check the page by rule look for the word.
        tabindex: '0',
        spellcheck: 'true',
        autocorrect: 'on',
        autocapitalize: 'sentences',
        ...(options.lang === undefined ? {} : { lang: options.lang }),
      }),
      EditorState.phrases.of(editorPhrases()),
      EditorView.cspNonce.of(styleNonce()),
    ];
  }
}

function access(readonly: boolean): Extension {
  // It can still be read through by keyboard, so it stays focusable.
  return [
    EditorState.readOnly.of(readonly),
    EditorView.contentAttributes.of({ 'aria-readonly': String(readonly) }),
  ];
}

function told(tell: () => void): () => boolean {
  return () => {
    tell();
    return true;
  };
}

/** The word by which the page's policy knows the style sheet that the editor's library writes. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}
