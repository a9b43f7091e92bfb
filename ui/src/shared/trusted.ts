// Names the HTML of a card as trusted. The program made it: from Markdown, sanitised, with nothing in it that
// could run. The window refuses any other way for HTML to enter the page.

interface HtmlPolicy {
  createHTML(html: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): HtmlPolicy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory?.createPolicy('card-html', { createHTML: (html) => html });

/** Marks card HTML as trusted where the engine asks for it, and hands it through where it does not. */
export function trustedCardHtml(html: string): string {
  // Svelte assigns the value as it is; its types know strings alone.
  return (policy?.createHTML(html) ?? html) as string;
}
