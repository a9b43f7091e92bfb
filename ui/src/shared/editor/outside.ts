// Text that another program changed comes in as the few edits that lead to it, so that the caret, the undo history
// and everything else that points into the text stays where it was.

import { ChangeSet, EditorState, Transaction, type TransactionSpec } from '@codemirror/state';
import { diffLines, diffWordsWithSpace } from 'diff';
import type { Edit } from './language';
import { fileText, readFile, setFileForm } from './line-ends';

// Comparing word by word grows with the square of what differs; beyond this the lines are enough.
const longestByWord = 20_000;

/** The edits that lead from one text to another: whole lines where lines differ, words where they resemble. */
export function editsBetween(before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let removed = '';
  const settle = (added: string) => {
    edits.push(...within(removed, added).map((edit) => shift(edit, at)));
    at += removed.length;
    removed = '';
  };
  for (const part of diffLines(before, after)) {
    if (part.removed) {
      removed += part.value;
    } else if (part.added) {
      settle(part.value);
    } else {
      if (removed !== '') settle('');
      at += part.value.length;
    }
  }
  if (removed !== '') settle('');
  return edits;
}

/** The way from one text to another, to carry places along. */
export function changesBetween(before: string, after: string): ChangeSet {
  return ChangeSet.of(editsBetween(before, after), before.length);
}

/** How much of a text is gone in another, as a share of it. */
export function rewrittenShare(before: string, after: string): number {
  if (before === after || before.length === 0) return 0;
  const gone = editsBetween(before, after).reduce((sum, { from, to }) => sum + to - from, 0);
  return gone / before.length;
}

/** Takes over the text of the file as it is now. It cannot be undone from here: it was not done here. */
export function outsideUpdate(state: EditorState, text: string): TransactionSpec | undefined {
  if (fileText(state) === text) return undefined;
  const { doc, form } = readFile(text);
  return {
    changes: editsBetween(state.doc.toString(), doc),
    effects: setFileForm.of(form),
    annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
  };
}

function within(before: string, after: string): Edit[] {
  if (before === '' || after === '' || before.length + after.length > longestByWord) {
    return before === after ? [] : [{ from: 0, to: before.length, insert: after }];
  }
  const edits: Edit[] = [];
  let at = 0;
  let from = 0;
  let insert = '';
  const settle = () => {
    if (from < at || insert !== '') edits.push({ from, to: at, insert });
    insert = '';
  };
  for (const part of diffWordsWithSpace(before, after)) {
    if (part.added) {
      insert += part.value;
    } else if (part.removed) {
      at += part.value.length;
    } else {
      settle();
      at += part.value.length;
      from = at;
    }
  }
  settle();
  return edits;
}

function shift({ from, to, insert }: Edit, by: number): Edit {
  return { from: from + by, to: to + by, insert };
}
