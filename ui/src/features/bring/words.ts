// The words for what the page asks about a table.

import { m } from '../../paraglide/messages';
import { labelWord } from '../../shared/words';

const fields: Readonly<Record<string, () => string>> = {
  'leave-out': m.bring_field_leave_out,
  body: m.bring_field_body,
  say: m.bring_field_say,
  section: m.bring_field_section,
  title: m.bring_field_title,
  type: m.facet_type,
  status: m.facet_status,
  id: m.bring_field_id,
  author: m.bring_field_author,
  visibility: m.bring_field_visibility,
  reason: m.bring_field_reason,
  lang: m.bring_field_lang,
  was: m.bring_field_was,
};

const delimiters: Readonly<Record<string, () => string>> = {
  comma: m.bring_comma,
  semicolon: m.bring_semicolon,
  tab: m.bring_tab,
};

/** The word for what a column becomes. */
export function fieldWord(field: string): string {
  return fields[field]?.() ?? labelWord(field);
}

/** The word for what stands between two cells. */
export function delimiterWord(delimiter: string): string {
  return delimiters[delimiter]?.() ?? delimiter;
}
