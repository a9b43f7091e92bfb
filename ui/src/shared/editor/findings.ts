// What is wrong is shown where it is, and what mends it is one key away. Findings may be about a text that has moved
// on since; they are carried along to where their words stand now.

import {
  forEachDiagnostic,
  lintGutter,
  lintKeymap,
  nextDiagnostic,
  previousDiagnostic,
  setDiagnostics,
  type Diagnostic,
} from '@codemirror/lint';
import type { EditorState, Extension, Text, TransactionSpec } from '@codemirror/state';
import { EditorView, keymap, type Command } from '@codemirror/view';
import { m } from '../../paraglide/messages';
import { levelWord } from '../words';
import type { Edit, FindingsOf } from './language';
import { docOffset, readFile } from './line-ends';
import { changesBetween } from './outside';

const severities = { error: 'error', warning: 'warning', note: 'info' } as const;

/** The findings as the editor shows them, where they stand in the text now. */
export function diagnosticsOf(findings: FindingsOf, doc: Text): Diagnostic[] {
  const place = placesIn(findings.text, doc);
  return findings.rows
    .map(({ from, to, level, message, mend }) => ({
      from: place(from, 1),
      to: Math.max(place(from, 1), place(to, -1)),
      severity: severities[level],
      source: levelWord(level),
      message,
      actions:
        mend === undefined
          ? []
          : [
              {
                name: mend.label,
                apply: (view: EditorView) => {
                  view.dispatch({
                    changes: moved(mend.edit, placesIn(findings.text, view.state.doc)),
                    userEvent: 'input.mend',
                  });
                },
              },
            ],
    }))
    .sort((one, other) => one.from - other.from);
}

/** Shows findings in place of those that were shown. */
export function showFindings(state: EditorState, findings: FindingsOf): TransactionSpec {
  return setDiagnostics(state, diagnosticsOf(findings, state.doc));
}

/** Mends what the caret stands on, where there is a way. */
export const mendHere: Command = (view) => {
  const { head } = view.state.selection.main;
  const mends: NonNullable<Diagnostic['actions']>[number][] = [];
  const at: number[] = [];
  forEachDiagnostic(view.state, ({ actions }, from, to) => {
    const mend = actions?.[0];
    if (mend === undefined || head < from || head > to) return;
    mends.push(mend);
    at.push(from, to);
  });
  const [mend] = mends;
  if (mend === undefined) return false;
  mend.apply(view, at[0] ?? head, at[1] ?? head);
  view.dispatch({ effects: EditorView.announce.of(m.editor_mended({ label: mend.name })) });
  return true;
};

/** Goes to a finding and says it. */
export const goToNext: Command = (view) => nextDiagnostic(view) && announceHere(view);
export const goToPrevious: Command = (view) => previousDiagnostic(view) && announceHere(view);

function announceHere(view: EditorView): boolean {
  const { from } = view.state.selection.main;
  const words: string[] = [];
  forEachDiagnostic(view.state, ({ source, message, actions }, start) => {
    if (start !== from) return;
    words.push(source === undefined ? message : `${source}: ${message}`);
    if (actions?.[0] !== undefined) words.push(m.editor_mend_offered({ label: actions[0].name }));
  });
  view.dispatch({ effects: EditorView.announce.of(words.join(' ')) });
  return true;
}

/** Marks in the text and beside it, and the keys that lead from one to the next. */
export function findingMarks(): Extension {
  return [
    lintGutter(),
    keymap.of([
      { key: 'F8', run: goToNext, shift: goToPrevious },
      { key: 'Mod-.', run: mendHere },
      ...lintKeymap.filter(({ key }) => key !== 'F8'),
    ]),
  ];
}

type Place = (offset: number, side: -1 | 1) => number;

/** Where offsets of a text of the file stand in the lines of the editor. */
function placesIn(text: string, doc: Text): Place {
  const then = readFile(text).doc;
  const changes = changesBetween(then, doc.toString());
  return (offset, side) => changes.mapPos(docOffset(text, offset), side);
}

function moved({ from, to, insert }: Edit, place: Place): Edit {
  const start = place(from, from === to ? -1 : 1);
  return { from: start, to: Math.max(start, place(to, -1)), insert: readFile(insert).doc };
}
