// Markdown as cards write it: with links between cards and footnotes, under flat front matter.

import { commonmarkLanguage, markdown } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import type { LanguageSupport } from '@codemirror/language';
import type { Text } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import {
  Autolink,
  Strikethrough,
  Table,
  TaskList,
  type InlineContext,
  type MarkdownConfig,
} from '@lezer/markdown';

const openBracket = 91;

/** `[[target]]`, `[[target|text]]` and `[[target#heading|text]]`. */
const cardLinks: MarkdownConfig = {
  defineNodes: [
    { name: 'CardLink', style: tags.link },
    { name: 'CardLinkMark', style: tags.processingInstruction },
    { name: 'CardLinkTarget', style: tags.url },
    { name: 'CardLinkText', style: tags.link },
  ],
  parseInline: [{ name: 'CardLink', before: 'Link', parse: readCardLink }],
};

/** `[^label]` where a source is named; its definition is marked by the same sign. */
const footnotes: MarkdownConfig = {
  defineNodes: [{ name: 'FootnoteMark', style: tags.labelName }],
  parseInline: [{ name: 'FootnoteMark', before: 'Link', parse: readFootnote }],
};

/** The language of a card. */
export function cardMarkdown(): LanguageSupport {
  return yamlFrontmatter({
    content: markdown({
      base: commonmarkLanguage,
      extensions: [Strikethrough, Table, TaskList, Autolink, footnotes, cardLinks],
      // Cards are prose: a “<” in them is no tag to be finished.
      completeHTMLTags: false,
    }),
  });
}

/** The lines between the two fences of the front matter, or nothing where there is none. */
export function frontMatterOf(doc: Text): { from: number; to: number } | undefined {
  if (doc.line(1).text.trimEnd() !== '---') return undefined;
  for (let number = 2; number <= doc.lines; number += 1) {
    const line = doc.line(number);
    if (line.text.trimEnd() === '---') return { from: doc.line(1).to + 1, to: line.from };
  }
  return undefined;
}

function readCardLink(context: InlineContext, next: number, at: number): number {
  if (next !== openBracket || context.char(at + 1) !== openBracket) return -1;
  const found = /^\[\[([^[\]|\n]+)(?:(\|)([^[\]\n]*))?\]\]/.exec(context.slice(at, context.end));
  if (found === null) return -1;
  const [whole, target = '', bar] = found;
  const end = at + whole.length;
  const bar0 = at + 2 + target.length;
  const parts = [
    context.elt('CardLinkMark', at, at + 2),
    context.elt('CardLinkTarget', at + 2, bar0),
    ...(bar === undefined
      ? []
      : [context.elt('CardLinkMark', bar0, bar0 + 1), context.elt('CardLinkText', bar0 + 1, end - 2)]),
    context.elt('CardLinkMark', end - 2, end),
  ];
  return context.addElement(context.elt('CardLink', at, end, parts));
}

function readFootnote(context: InlineContext, next: number, at: number): number {
  if (next !== openBracket) return -1;
  const found = /^\[\^[^\]\s[]+\]/.exec(context.slice(at, context.end));
  if (found === null) return -1;
  return context.addElement(context.elt('FootnoteMark', at, at + found[0].length));
}
