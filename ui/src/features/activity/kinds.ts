// The words for the kinds of long work.

import type { TaskKind } from '../../generated/api';
import { m } from '../../paraglide/messages';

const words: Readonly<Record<TaskKind, () => string>> = {
  read_files: m.tasks_read_files,
  rebuild_index: m.tasks_rebuild_index,
};

/** The word for a kind of work. */
export function kindWord(kind: TaskKind): string {
  return words[kind]();
}
