// What can be undone outlives the page: the caller keeps it as text and hands it back when the card is opened again.

import { historyField } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { outsideUpdate, rewrittenShare } from './outside';
import { readFile, setFileForm } from './line-ends';

const fields = { history: historyField };

/** How many steps are kept, and how many letters all of them may take in the form they are kept in. */
const mostSteps = 200;
const mostLetters = 1_000_000;

/** Where more of the text than this was written anew elsewhere, taking a step back would not lead to a text that was. */
const mostRewritten = 0.5;

/** What the editor starts with. */
export interface Start {
  readonly state: EditorState;
  /** Whether what was kept is of no use, since the file was written anew. */
  readonly forgot: boolean;
}

interface KeptState {
  history?: { done?: unknown[]; undone?: unknown[] };
}

/** The text, the caret and what can be undone, to be kept: the newest steps, as many as there is room for. */
export function rememberState(state: EditorState): string {
  const kept = state.toJSON(fields) as KeptState;
  const { history } = kept;
  if (history === undefined) return JSON.stringify(kept);
  let room = mostLetters;
  const newest = (steps: unknown[] = []) => {
    const from = steps.findLastIndex((step, at) => {
      room -= JSON.stringify(step).length;
      return room < 0 || steps.length - at > mostSteps;
    });
    return steps.slice(from + 1);
  };
  const done = newest(history.done);
  return JSON.stringify({ ...kept, history: { done, undone: newest(history.undone) } });
}

/** The state to start with: as it was left where that is known, and with the text as the file has it now. */
export function startState(text: string, extensions: Extension, remembered?: string): Start {
  const { doc, form } = readFile(text);
  const kept = remembered === undefined ? undefined : recall(remembered, extensions);
  if (kept === undefined || rewrittenShare(kept.doc.toString(), doc) > mostRewritten) {
    const fresh = EditorState.create({ doc, extensions });
    const forgot = remembered !== undefined && hadSteps(remembered);
    return { state: fresh.update({ effects: setFileForm.of(form) }).state, forgot };
  }
  // The file may have been changed since; what was done here can still be taken back.
  return { state: kept.update(outsideUpdate(kept, text) ?? {}).state, forgot: false };
}

function hadSteps(remembered: string): boolean {
  return !remembered.includes('"done":[]');
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
