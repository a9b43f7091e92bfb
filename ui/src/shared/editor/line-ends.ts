// The editor works on lines; a file also has a way to end them, perhaps several, and perhaps a byte order mark.
// This remembers them beside the text, so that what one did not touch is written back as it was.

import { MapMode, RangeSet, RangeValue, StateEffect, StateField, type EditorState } from '@codemirror/state';

type LineEnd = '\n' | '\r\n' | '\r';

/** How the text of a file is put together. */
export interface FileForm {
  readonly bom: boolean;
  /** The end that most lines have, and that new lines get. */
  readonly usual: LineEnd;
  /** The line ends that differ from it, where they stand. */
  readonly others: RangeSet<OtherEnd>;
}

class OtherEnd extends RangeValue {
  // What is typed at the end of a line comes before its end.
  override startSide = 1;
  override endSide = 1;
  // A line that is joined to the next has no end any more.
  override mapMode = MapMode.TrackAfter;

  constructor(readonly end: LineEnd) {
    super();
  }

  override eq(other: RangeValue): boolean {
    return other instanceof OtherEnd && other.end === this.end;
  }
}

const mark = '\uFEFF';

/** Takes the text of a file apart into lines and form. */
export function readFile(text: string): { doc: string; form: FileForm } {
  const bom = text.startsWith(mark);
  const body = bom ? text.slice(1) : text;
  const ends = [...body.matchAll(/\r\n?|\n/g)];
  const count = (end: string) => ends.filter(([found]) => found === end).length;
  const usual: LineEnd = count('\r\n') > ends.length / 2 ? '\r\n' : '\n';
  let shorter = 0;
  const others = [];
  for (const { 0: end, index } of ends) {
    if (end !== usual) others.push(new OtherEnd(end as LineEnd).range(index - shorter));
    shorter += end.length - 1;
  }
  return { doc: body.replace(/\r\n?/g, '\n'), form: { bom, usual, others: RangeSet.of(others) } };
}

/** Gives the text a form, when it came from a file. */
export const setFileForm = StateEffect.define<FileForm>();

/** The form of the file that is being edited. */
export const fileForm = StateField.define<FileForm>({
  create: () => readFile('').form,
  update(form, transaction) {
    const given = transaction.effects.find((effect) => effect.is(setFileForm));
    if (given !== undefined) return given.value;
    return transaction.docChanged ? { ...form, others: form.others.map(transaction.changes) } : form;
  },
});

/** The text as it is to be written, byte order mark and line ends included. */
export function fileText(state: EditorState): string {
  const { bom, usual, others } = state.field(fileForm);
  const parts = [bom ? mark : ''];
  const other = others.iter();
  for (let number = 1; number <= state.doc.lines; number += 1) {
    const line = state.doc.line(number);
    parts.push(line.text);
    if (number === state.doc.lines) break;
    while (other.value !== null && other.from < line.to) other.next();
    parts.push(other.value !== null && other.from === line.to ? other.value.end : usual);
  }
  return parts.join('');
}

/** Where an offset in the text of a file stands in the lines of the editor. */
export function docOffset(text: string, offset: number): number {
  const before = text.slice(0, Math.max(0, Math.min(offset, text.length)));
  const bom = before.startsWith(mark) ? 1 : 0;
  // Between the two halves of a line end there is no place in the editor.
  const half = before.endsWith('\r') && text[before.length] === '\n' ? 1 : 0;
  return before.length - bom - half - (before.match(/\r\n/g)?.length ?? 0);
}

/** Where an offset of the editor stands in the text of the file. */
export function fileOffset(state: EditorState, offset: number): number {
  const { bom, usual, others } = state.field(fileForm);
  const breaks = state.doc.lineAt(offset).number - 1;
  let longer = usual === '\r\n' ? breaks : 0;
  others.between(0, offset, (at, _, { end }) => {
    if (at < offset) longer += (end === '\r\n' ? 1 : 0) - (usual === '\r\n' ? 1 : 0);
  });
  return offset + longer + (bom ? 1 : 0);
}
