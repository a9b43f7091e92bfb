// What the editor's libraries say, in the words of the catalogue.

import { m } from '../../paraglide/messages';

/** The phrases, by the English that the libraries know them by. */
export function editorPhrases(): Readonly<Record<string, string>> {
  return {
    Completions: m.editor_completions(),
    'Control character': m.editor_control_character(),
    Diagnostics: m.editor_findings(),
    'No diagnostics': m.editor_no_findings(),
    close: m.close(),
    'Selection deleted': m.editor_selection_deleted(),
    'current match': m.editor_find_current(),
    'on line': m.editor_find_on_line(),
    'replaced match on line $': m.editor_find_replaced_on(),
    'replaced $ matches': m.editor_find_replaced(),
  };
}
