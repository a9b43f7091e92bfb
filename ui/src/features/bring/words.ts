// The words for what the page asks about a table.

import { m } from '../../paraglide/messages';

const fields: Readonly<Record<string, () => string>> = {
  'leave-out': m.bring_field_leave_out,
  body: m.bring_field_body,
  say: m.bring_field_say,
  section: m.bring_field_section,
  title: m.bring_field_title,
};

const delimiters: Readonly<Record<string, () => string>> = {
  comma: m.bring_comma,
  semicolon: m.bring_semicolon,
  tab: m.bring_tab,
};

/** The word for what a column becomes; a key of the front matter is called as it is written there. */
export function fieldWord(field: string): string {
  return fields[field]?.() ?? field;
}

/** The word for what stands between two cells. */
export function delimiterWord(delimiter: string): string {
  return delimiters[delimiter]?.() ?? delimiter;
}
