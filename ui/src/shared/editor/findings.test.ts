// Findings stand where their words stand, also when the text has moved on since they were found; and a mend does what
// it says, there.

import { forEachDiagnostic } from '@codemirror/lint';
import { EditorState, Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { describe, expect, it } from 'vitest';
import { diagnosticsOf, findingMarks, goToNext, goToPrevious, mendHere, showFindings } from './findings';
import type { FindingsOf } from './language';

const text = '\uFEFFtitle: x\r\nOne in four leaves.\r\n[[gone]] stays.\r\n';
const findings: FindingsOf = {
  text,
  rows: [
    {
      from: text.indexOf('[[gone]]'),
      to: text.indexOf('[[gone]]') + 8,
      level: 'error',
      message: 'No card is called gone.',
      mend: {
        label: 'Make it plain text',
        edit: { from: text.indexOf('[[gone]]'), to: text.indexOf('[[gone]]') + 8, insert: 'gone' },
      },
    },
    {
      from: text.indexOf('One'),
      to: text.indexOf('One') + 11,
      level: 'warning',
      message: 'A figure without a source.',
    },
  ],
};

const lines = 'title: x\nOne in four leaves.\n[[gone]] stays.\n';

function viewOf(doc: string): EditorView {
  const view = new EditorView({ state: EditorState.create({ doc, extensions: findingMarks() }) });
  view.dispatch(showFindings(view.state, findings));
  return view;
}

function words(view: EditorView): string[] {
  const found: string[] = [];
  forEachDiagnostic(view.state, (_, from, to) => found.push(view.state.sliceDoc(from, to)));
  return found;
}

describe('findings', () => {
  it('stand at their words, in the order of the text, whatever ends the lines', () => {
    const shown = diagnosticsOf(findings, Text.of(lines.split('\n')));
    expect(shown.map(({ from, to, severity }) => [lines.slice(from, to), severity])).toEqual([
      ['One in four', 'warning'],
      ['[[gone]]', 'error'],
    ]);
  });

  it('follow their words in a text that has moved on', () => {
    const later = `A new line.\n${lines.replace('leaves', 'goes')}`;
    const shown = diagnosticsOf(findings, Text.of(later.split('\n')));
    expect(shown.map(({ from, to }) => later.slice(from, to))).toEqual(['One in four', '[[gone]]']);
  });

  it('stay within the text when their words are gone', () => {
    const shown = diagnosticsOf(findings, Text.of(['']));
    expect(shown.every(({ from, to }) => from === 0 && to === 0)).toBe(true);
  });

  it('are reached one after the other', () => {
    const view = viewOf(lines);
    expect(words(view)).toEqual(['One in four', '[[gone]]']);
    goToNext(view);
    expect(view.state.sliceDoc(view.state.selection.main.from)).toMatch(/^One in four/);
    goToNext(view);
    expect(view.state.sliceDoc(view.state.selection.main.from)).toMatch(/^\[\[gone/);
    goToPrevious(view);
    expect(view.state.sliceDoc(view.state.selection.main.from)).toMatch(/^One in four/);
    view.destroy();
  });

  it('are mended where the caret stands, also after more was written', () => {
    const view = viewOf(lines);
    view.dispatch({ changes: { from: 0, insert: 'Before.\n' } });
    view.dispatch({ selection: { anchor: view.state.doc.toString().indexOf('gone') } });
    expect(mendHere(view)).toBe(true);
    expect(view.state.doc.toString()).toBe(`Before.\n${lines.replace('[[gone]]', 'gone')}`);
    view.destroy();
  });

  it('leave the key alone where there is nothing to mend', () => {
    const view = viewOf(lines);
    view.dispatch({ selection: { anchor: lines.indexOf('four') } });
    expect(mendHere(view)).toBe(false);
    expect(view.state.doc.toString()).toBe(lines);
    view.destroy();
  });
});
