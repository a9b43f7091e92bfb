// The words for the kinds of long work.

import type { TaskKind } from '../../generated/api';
import { m } from '../../paraglide/messages';

const words: Readonly<Record<TaskKind, () => string>> = {
  read_files: m.tasks_read_files,
  rebuild_index: m.tasks_rebuild_index,
  look_at_bring: m.tasks_look_at_bring,
  bring: m.tasks_bring,
  export: m.tasks_export,
};

/** The word for a kind of work. */
export function kindWord(kind: TaskKind): string {
  return words[kind]();
}
