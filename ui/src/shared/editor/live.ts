// Markdown that looks like what it means: the signs that make it so step back while the caret is elsewhere. Where it
// stands, and in source mode, the text is shown as it is.

import { HighlightStyle, syntaxHighlighting, syntaxTree } from '@codemirror/language';
import { EditorState, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { SyntaxNodeRef } from '@lezer/common';
import { frontMatterOf } from './markdown';

/** A stretch of text and how it is shown: left out, or its whole line set apart. */
export interface LiveRange {
  readonly from: number;
  readonly to: number;
  readonly show: 'nothing' | 'heading-1' | 'heading-2' | 'heading-3' | 'quote' | 'say' | 'front-matter';
}

/** Where the caret is, or what is selected. */
export interface Touched {
  readonly from: number;
  readonly to: number;
}

/** How the text between two places is shown, in the order of the text. */
export function liveRanges(
  state: EditorState,
  from: number,
  to: number,
  touched: readonly Touched[],
): LiveRange[] {
  const found: LiveRange[] = [...frontMatterLines(state, from, to)];
  const isTouched = (start: number, end: number) =>
    touched.some((range) => range.from <= end && range.to >= start);
  const sayLine = placeOfSayLine(state);
  const hide = (start: number, end: number) => {
    if (start < end) found.push({ from: start, to: end, show: 'nothing' });
  };
  syntaxTree(state).iterate({
    from,
    to,
    enter(node) {
      const line = state.doc.lineAt(node.from);
      const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name);
      if (heading !== null) {
        const level = heading[1] === '1' ? '1' : heading[1] === '2' ? '2' : '3';
        found.push({ from: line.from, to: line.from, show: `heading-${level}` });
        if (node.name.startsWith('ATX') && !isTouched(line.from, line.to)) {
          const signs = /^(\s*#+[ \t]*).*?([ \t]+#+[ \t]*)?$/.exec(state.sliceDoc(node.from, node.to));
          hide(node.from, node.from + (signs?.[1]?.length ?? 0));
          hide(node.to - (signs?.[2]?.length ?? 0), node.to);
        }
      } else if (node.name === 'Blockquote') {
        const show = node.from === sayLine ? 'say' : 'quote';
        const last = state.doc.lineAt(Math.min(node.to, to)).number;
        for (let number = state.doc.lineAt(Math.max(node.from, from)).number; number <= last; number += 1) {
          const start = state.doc.line(number).from;
          found.push({ from: start, to: start, show });
        }
      } else if (!isTouched(node.from, node.to)) {
        for (const [start, end] of quiet(state, node)) hide(start, end);
      }
    },
  });
  return found.sort((one, other) => one.from - other.from || one.to - other.to);
}

/** What of an element only makes it what it is. */
function quiet(state: EditorState, node: SyntaxNodeRef): (readonly [number, number])[] {
  const text = state.sliceDoc(node.from, node.to);
  switch (node.name) {
    case 'Emphasis':
      return ends(node, 1);
    case 'StrongEmphasis':
    case 'Strikethrough':
      return ends(node, 2);
    case 'InlineCode':
      return ends(node, /^`+/.exec(text)?.[0].length ?? 0);
    case 'CardLink': {
      const shown = node.node.getChild('CardLinkText') ?? node.node.getChild('CardLinkTarget');
      if (shown === null || shown.from === shown.to) return [];
      return [
        [node.from, shown.from],
        [shown.to, node.to],
      ];
    }
    case 'Link': {
      // Without an address it is a pair of brackets, as anybody writes them.
      const close = node.node.getChildren('LinkMark')[1];
      if (node.node.getChild('URL') === null || close === undefined || close.from === node.from + 1)
        return [];
      return [
        [node.from, node.from + 1],
        [close.from, node.to],
      ];
    }
    default:
      return [];
  }
}

function ends({ from, to }: SyntaxNodeRef, length: number): (readonly [number, number])[] {
  return [
    [from, from + length],
    [to - length, to],
  ];
}

/** Where the say line stands: the first quote before any heading, unless it is a callout. */
function placeOfSayLine(state: EditorState): number | undefined {
  let place: number | undefined;
  let over = false;
  syntaxTree(state).iterate({
    enter({ name, from, to }) {
      if (over) return false;
      over = /^(?:ATX|Setext)Heading/.test(name) || name === 'Blockquote';
      if (name === 'Blockquote' && !/^>\s*\[!/.test(state.sliceDoc(from, to))) place = from;
      return !over;
    },
  });
  return place;
}

function frontMatterLines(state: EditorState, from: number, to: number): LiveRange[] {
  const block = frontMatterOf(state.doc);
  if (block === undefined) return [];
  const found: LiveRange[] = [];
  const last = state.doc.lineAt(block.to).number;
  for (let number = 1; number <= last; number += 1) {
    const line = state.doc.line(number);
    if (line.to >= from && line.from <= to)
      found.push({ from: line.from, to: line.from, show: 'front-matter' });
  }
  return found;
}

const nothing = Decoration.replace({});

function decorate(view: EditorView): DecorationSet {
  const { state } = view;
  const touched = view.hasFocus ? state.selection.ranges : [];
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (const range of liveRanges(state, from, to, touched)) {
      ranges.push(
        range.show === 'nothing'
          ? nothing.range(range.from, range.to)
          : Decoration.line({ class: `cm-live-${range.show}` }).range(range.from),
      );
    }
  }
  return Decoration.set(ranges, true);
}

const decorations = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate) {
      const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.selectionSet || update.viewportChanged || update.focusChanged || parsed)
        this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const looks = HighlightStyle.define([
  { tag: tags.emphasis, class: 'cm-emphasis' },
  { tag: tags.strong, class: 'cm-strong' },
  { tag: tags.strikethrough, class: 'cm-struck' },
  { tag: tags.monospace, class: 'cm-code' },
  { tag: tags.link, class: 'cm-link' },
  { tag: tags.url, class: 'cm-address' },
  { tag: tags.labelName, class: 'cm-source' },
  { tag: tags.heading, class: 'cm-heading' },
  { tag: [tags.processingInstruction, tags.meta, tags.punctuation, tags.separator], class: 'cm-sign' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: 'cm-key' },
  { tag: tags.comment, class: 'cm-comment' },
]);

/** The signs of Markdown by their looks, and out of the way where the text is live. */
export function markdownLooks(mode: 'live' | 'source'): Extension {
  const shown = syntaxHighlighting(looks);
  return mode === 'live' ? [shown, decorations, EditorView.editorAttributes.of({ class: 'cm-live' })] : shown;
}
