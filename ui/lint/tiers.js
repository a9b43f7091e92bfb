// A rule of our own: who may import whom. Each folder of `src` names the folders it may reach; a feature may
// reach itself and no other feature. A new folder is refused until it is listed here.

import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const src = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

/** @type {Record<string, readonly string[]>} */
const reach = {
  generated: [],
  paraglide: [],
  styles: [],
  backend: ['backend', 'generated', 'paraglide'],
  shared: ['shared', 'generated', 'paraglide'],
  state: ['state', 'shared', 'backend', 'generated', 'paraglide'],
  features: ['shared', 'state', 'generated', 'paraglide'],
  views: ['views', 'features', 'state', 'shared', 'generated', 'paraglide'],
};

/**
 * Says in which tier a file stands, and in which feature if it is in one. Files in `src` itself have no tier.
 * @param {string} path
 */
function place(path) {
  const parts = relative(src, path).split(sep);
  const tier = parts.length > 1 ? parts[0] : undefined;
  return { tier, feature: tier === 'features' ? parts[1] : undefined };
}

/** @type {import('eslint').Rule.RuleModule} */
export const tiers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      tier: 'A file of “{{from}}” may not import from “{{to}}”. Move what is shared down, or pass it in from above.',
      feature: 'The feature “{{from}}” may not import the feature “{{to}}”. Join them in a view.',
    },
  },
  create(context) {
    const from = place(context.filename);
    if (from.tier === undefined || from.tier.startsWith('..')) return {};

    /** @param {import('estree').Node} node @param {unknown} specifier */
    function examine(node, specifier) {
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const to = place(resolve(dirname(context.filename), specifier));
      const sameFeature = from.tier === 'features' && to.feature === from.feature && to.tier === 'features';
      if (sameFeature || to.tier === undefined) return;
      if (from.tier === 'features' && to.tier === 'features') {
        context.report({
          node,
          messageId: 'feature',
          data: { from: String(from.feature), to: String(to.feature) },
        });
      } else if (!(reach[String(from.tier)] ?? []).includes(to.tier)) {
        context.report({ node, messageId: 'tier', data: { from: String(from.tier), to: to.tier } });
      }
    }

    return {
      ImportDeclaration: (node) => examine(node, node.source.value),
      ExportAllDeclaration: (node) => examine(node, node.source.value),
      ExportNamedDeclaration: (node) => examine(node, node.source?.value),
      ImportExpression: (node) =>
        examine(node, node.source.type === 'Literal' ? node.source.value : undefined),
    };
  },
};
