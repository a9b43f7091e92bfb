// How long the say line is, counted while it is written. The program counts it again and has the last word.

/** The most words that can be said in one breath of a conversation, by the card format. */
export const mostSayWords = 45;

/** How fast one is taken to speak. An assumption: what is usually given for a talk is 130 to 150. */
export const wordsAMinute = 140;

/** The words to say aloud: the first quote before any heading, unless it is a callout; nothing where there is none. */
export function sayLineOf(text: string): string | undefined {
  const body = text.replace(/^\uFEFF?---[ \t]*\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/, '');
  const quote: string[] = [];
  for (const line of body.split(/\r\n?|\n/)) {
    if (/^ {0,3}#{1,6}(?:\s|$)/.test(line)) break;
    const quoted = /^ {0,3}> ?(.*)$/.exec(line)?.[1];
    if (quoted === undefined || quoted.trim() === '') {
      if (quote.length > 0) break;
    } else {
      quote.push(quoted);
    }
  }
  const [first] = quote;
  if (first === undefined || first.startsWith('[!')) return undefined;
  return spoken(quote.join(' '));
}

/** How many words one says. */
export function countWords(words: string): number {
  return words.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** How many seconds it takes to say them. */
export function secondsAloud(words: number): number {
  return Math.round((words * 60) / wordsAMinute);
}

/** What is said of a text: link texts without their targets, no footnotes, no signs. */
function spoken(markdown: string): string {
  return markdown
    .replace(/\[\^[^\]\s]+\]/g, '')
    .replace(/\[\[(?:[^[\]|]*\|)?([^[\]]*)\]\]/g, '$1')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|~~|[*_`])(?=\S)(.*?\S)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim();
}
