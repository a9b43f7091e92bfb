// Each line reads in the direction of its own words: a quotation in Hebrew in an English card, and the other way round.

import type { Extension, Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

const byItsWords = Decoration.line({ attributes: { dir: 'auto' } });

function directions(view: EditorView): DecorationSet {
  const lines: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      lines.push(byItsWords.range(line.from));
      at = line.to + 1;
    }
  }
  return Decoration.set(lines, true);
}

/** Lets every line have a direction of its own. */
export function lineDirections(): Extension {
  return [
    EditorView.perLineTextDirection.of(true),
    ViewPlugin.fromClass(
      class {
        decorations: DecorationSet;

        constructor(view: EditorView) {
          this.decorations = directions(view);
        }

        update(update: ViewUpdate) {
          if (update.docChanged || update.viewportChanged) this.decorations = directions(update.view);
        }
      },
      { decorations: (plugin) => plugin.decorations },
    ),
  ];
}
