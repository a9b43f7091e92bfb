// Shows hover and focus where no pointer and no keyboard is. Every rule of the page that speaks of them is made to
// hold for what stands within an element marked with the state, too; leaving the gallery puts the rules back.

const within = (state: string) => `[data-state-shown='${state}']`;
// What can have the focus by itself; `:where` keeps a rule as strong as it was.
const focusable = ":where(button, input, textarea, a, [tabindex]):where(:not([tabindex='-1']))";

const twins: readonly (readonly [RegExp, string])[] = [
  [/:hover\b/g, `:is(:hover, ${within('hover')} *)`],
  [/:focus-visible\b/g, `:is(:focus-visible, ${within('focus')} ${focusable})`],
  [/:focus(?!-)\b/g, `:is(:focus, ${within('focus')} ${focusable})`],
  [/:focus-within\b/g, `:is(:focus-within, ${within('focus')} *)`],
];

/** Makes the states of a page visible on demand, until the returned function is called. */
export function showStates(page: Document): () => void {
  const before = new Map<CSSStyleRule, string>();
  for (const sheet of page.styleSheets) visit(sheet.cssRules, before);
  return () => {
    for (const [rule, selector] of before) rule.selectorText = selector;
  };
}

function visit(rules: CSSRuleList, before: Map<CSSStyleRule, string>): void {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) widen(rule, before);
    if (rule instanceof CSSGroupingRule || rule instanceof CSSImportRule) visit(rulesOf(rule), before);
  }
}

function rulesOf(rule: CSSGroupingRule | CSSImportRule): CSSRuleList {
  return rule instanceof CSSImportRule
    ? (rule.styleSheet?.cssRules ?? new CSSStyleSheet().cssRules)
    : rule.cssRules;
}

function widen(rule: CSSStyleRule, before: Map<CSSStyleRule, string>): void {
  const selector = rule.selectorText;
  const wider = twins.reduce((text, [plain, twin]) => text.replace(plain, twin), selector);
  if (wider === selector) return;
  before.set(rule, selector);
  rule.selectorText = wider;
}
