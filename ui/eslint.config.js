// What the pages may not do, as rules: text outside the catalogue, controls outside the component folder, HTML
// outside its one door, the window's interface outside `backend`, an import against the tiers. Each of them has
// a test in `tests/lint.test.ts` that shows it bite.

import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { tiers } from './lint/tiers.js';
import svelteConfig from './svelte.config.js';

const spoken =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|heading|hint)$/
    .source;
const letters = '/\\p{L}/u';
const catalogue = 'Text that a person reads comes from the catalogue, messages/en.json.';

export default ts.config(
  {
    ignores: [
      'dist/',
      'dist-browser/',
      'test-results/',
      'src/paraglide/',
      'src/generated/',
      'project.inlang/',
      'pseudo.inlang/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.js'],
    extends: [ts.configs.strict],
    languageOptions: { globals: globals.node },
  },
  // Before the Svelte rules, whose parser must be the last word on these files.
  { files: ['**/*.svelte'], extends: [ts.configs.strict] },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    // What must be reactive here is a rune; a plain set or map is plain on purpose.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // Properties are declared with `let`: the parent reassigns them.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/no-restricted-html-elements': [
        'error',
        {
          elements: ['button', 'input', 'select', 'textarea', 'a', 'dialog', 'iframe'],
          message: 'Controls come from src/shared/components.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: `:not(SvelteStyleElement) > SvelteText[value=${letters}]`, message: catalogue },
        {
          selector: `SvelteMustacheTag > Literal[value=${letters}]:not(SvelteAttribute Literal)`,
          message: catalogue,
        },
        {
          selector: `SvelteAttribute[key.name=/${spoken}/] > SvelteLiteral[value=${letters}]`,
          message: catalogue,
        },
        { selector: `SvelteAttribute[key.name=/${spoken}/] Literal[value=${letters}]`, message: catalogue },
        {
          selector: `SvelteAttribute[key.name=/${spoken}/] TemplateElement[value.raw=${letters}]`,
          message: catalogue,
        },
      ],
    },
  },
  {
    files: ['src/shared/components/*.svelte'],
    rules: { 'svelte/no-restricted-html-elements': 'off' },
  },
  {
    files: ['src/shared/CardHtml.svelte'],
    rules: { 'svelte/no-at-html-tags': 'off' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    plugins: { oneup: { rules: { tiers } } },
    rules: {
      'oneup/tiers': 'error',
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map((property) => ({
          property,
          message: 'HTML enters the page through src/shared/CardHtml.svelte only.',
        })),
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/backend may speak to the window.' }],
          paths: [{ name: '$transport', message: 'Only src/backend may speak to the window.' }],
        },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['src/backend/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // A test may reach for what makes its cards, and for the errors of the edge.
    files: ['src/**/*.test.ts'],
    rules: { 'oneup/tiers': 'off' },
  },
);
