// What a new card of each type starts with: the headings the program reads, and in each place a prompt in brackets
// that says what belongs there. The prompt of the title is selected, so that typing replaces it.

import { m } from '../../paraglide/messages';
import type { FileSelection } from './language';

/** The text of a new card, and what is selected in it. */
export interface Template {
  readonly text: string;
  readonly selection: FileSelection;
}

/** What a new card is made with. The id is the program's to make. */
export interface NewCardWords {
  readonly id: string;
  readonly type: string;
  /** The title, where it is known already. */
  readonly title?: string | undefined;
}

/** The text of a new card. */
export function templateFor({ id, type, title }: NewCardWords): Template {
  const shown = title ?? m.editor_template_title();
  const head = `---\nid: ${id}\ntype: ${type}\ntitle: `;
  const written = scalar(shown);
  const body = (bodies[type] ?? plain)();
  const text = `${head}${written}\nstatus: draft\n---\n\n${body}`;
  // Where a title is known, writing goes on in the text; a quoted one keeps its quotation marks.
  const quoted = written === shown ? 0 : 1;
  const start = head.length + quoted;
  const selection =
    title === undefined
      ? { anchor: start, head: head.length + written.length - quoted }
      : { anchor: text.length - body.length, head: text.length - body.length };
  return { text, selection };
}

const prompt = (words: string) => `(${words})`;
const quote = (words: string) => `> ${prompt(words)}\n`;
const section = (heading: string, ...lines: string[]) => `\n## ${heading}\n\n${lines.join('\n')}\n`;

const careful = () => section('Careful', prompt(m.editor_template_careful()));
const plain = () => `${prompt(m.editor_template_text())}\n`;

const bodies: Readonly<Record<string, () => string>> = {
  force: () =>
    quote(m.editor_template_say_force()) +
    section('What is happening', prompt(m.editor_template_happening())) +
    section('Where it leads', `- causes ${prompt(m.editor_template_challenge_because())}`) +
    careful(),
  challenge: () =>
    quote(m.editor_template_say_challenge()) +
    section(
      'What it costs',
      `- costs ${prompt(m.editor_template_role_because())}`,
      `- raises ${prompt(m.editor_template_factor_because())}`,
    ) +
    careful(),
  factor: () =>
    quote(m.editor_template_say_factor()) +
    section('What it is', prompt(m.editor_template_what_it_is())) +
    section('Why it matters', prompt(m.editor_template_why_it_matters())) +
    section(
      'How to weigh it',
      prompt(m.editor_template_how_to_weigh()),
      '',
      `- weighed by ${prompt(m.editor_template_weighed())}`,
    ),
  question: () =>
    quote(m.editor_template_say_question()) +
    section('What it teaches', `- teaches ${prompt(m.editor_template_force())}`) +
    careful(),
  approach: () =>
    quote(m.editor_template_say_approach()) +
    section(
      'How it works',
      prompt(m.editor_template_how_it_works()),
      '',
      `- addresses ${prompt(m.editor_template_challenge())}`,
    ) +
    careful(),
  conversation: () =>
    quote(m.editor_template_say_conversation()) +
    section('Settles', prompt(m.editor_template_settles())) +
    section(
      'Advice',
      prompt(m.editor_template_advice()),
      '',
      `- needs ${prompt(m.editor_template_role())}`,
      `- ends with ${prompt(m.editor_template_commitment())}`,
    ),
  role: () => section('Answers for', `- ${prompt(m.editor_template_answers_for())}`).trimStart(),
  proof: () =>
    quote(m.editor_template_say_proof()) +
    section(
      'What happened',
      prompt(m.editor_template_what_happened()),
      '',
      `- supports ${prompt(m.editor_template_card())}`,
    ),
  recommendation: () =>
    quote(m.editor_template_say_recommendation()) +
    section('What', prompt(m.editor_template_what())) +
    section(
      'Why',
      prompt(m.editor_template_why()),
      '',
      `- follows from ${prompt(m.editor_template_factor())}`,
    ) +
    section('How to tell others', prompt(m.editor_template_tell_others())),
  concern: () =>
    quote(m.editor_template_say_concern()) +
    section(
      'What is behind it',
      prompt(m.editor_template_behind()),
      '',
      `- answered by ${prompt(m.editor_template_proof())}`,
    ),
  only: () =>
    quote(m.editor_template_say_only()) +
    section('Unique', prompt(m.editor_template_unique())) +
    section('Serves the client', prompt(m.editor_template_serves())) +
    section('Provable', prompt(m.editor_template_provable())),
};

/** A text as one line of front matter: quoted where YAML would read it as something else. */
function scalar(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const isPlain =
    /^[\p{L}(][^:#"'[\]{}|>&*!%@`]*$/u.test(line) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(line);
  return isPlain ? line : `"${line.replace(/["\\]/g, '\\$&')}"`;
}
