// What can be undone outlives the page: the caller keeps it as text and hands it back when the card is opened again.

import { historyField } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { outsideUpdate } from './outside';
import { readFile, setFileForm } from './line-ends';

const fields = { history: historyField };

/** The text, the caret and what can be undone, to be kept. */
export function rememberState(state: EditorState): string {
  return JSON.stringify(state.toJSON(fields));
}

/** The state to start with: as it was left where that is known, and with the text as the file has it now. */
export function startState(text: string, extensions: Extension, remembered?: string): EditorState {
  const { doc, form } = readFile(text);
  const kept = remembered === undefined ? undefined : recall(remembered, extensions);
  if (kept === undefined) {
    const fresh = EditorState.create({ doc, extensions });
    return fresh.update({ effects: setFileForm.of(form) }).state;
  }
  // The file may have been changed since; what was done here can still be taken back.
  return kept.update(outsideUpdate(kept, text) ?? {}).state;
}

/** What was kept, or nothing where it cannot be read: then only the way back is lost. */
function recall(remembered: string, extensions: Extension): EditorState | undefined {
  try {
    return EditorState.fromJSON(JSON.parse(remembered), { extensions }, fields);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError)
      return undefined;
    throw error;
  }
}
