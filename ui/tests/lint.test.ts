// @vitest-environment node
// Each rule of our own bites: a snippet that breaks it is refused, and one beside it that keeps it is not.

import { ESLint } from 'eslint';
import { fileURLToPath } from 'node:url';
import stylelint from 'stylelint';
import { describe, expect, it } from 'vitest';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const eslint = new ESLint({ cwd });
const slow = 60_000;

async function refusals(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${cwd}${file}` });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const row = 'src/features/search/ResultRow.svelte';

describe('text comes from the catalogue', () => {
  it.each([
    ['text', '<p>Hello</p>'],
    ['text in another script', '<p>Привет</p>'],
    ['text between tags', '<p><b>{1}</b> cards</p>'],
    ['a string in braces', "<p>{'Hello'}</p>"],
    ['a label', '<p aria-label="Hello"></p>'],
    ['a label in braces', "<p aria-label={'Hello'}></p>"],
    ['a label behind a condition', "<p title={1 > 0 ? 'Hello' : undefined}></p>"],
    ['a template', '<p title={`Hello ${1}`}></p>'],
    ['a title', '<p title="Hello"></p>'],
    ['a placeholder', '<div placeholder="Hello"></div>'],
    ['a description of a picture', '<img src="" alt="Hello" />'],
  ])(
    'refuses %s',
    async (_, code) => {
      expect(await refusals(row, code)).toContain('no-restricted-syntax');
    },
    slow,
  );

  it(
    'lets through what is no text',
    async () => {
      const code =
        '<p class="row" data-testid="total">{1} · [{2}]</p>\n\n<style>\n  p {\n    color: red;\n  }\n</style>\n';
      expect(await refusals(row, code)).toEqual([]);
    },
    slow,
  );
});

describe('controls come from the component folder', () => {
  it.each(['button', 'input', 'select', 'textarea', 'a'])(
    'refuses <%s> elsewhere',
    async (element) => {
      const code = element === 'input' ? '<input />' : `<${element}></${element}>`;
      expect(await refusals(row, code)).toContain('svelte/no-restricted-html-elements');
      expect(await refusals('src/shared/components/Button.svelte', code)).not.toContain(
        'svelte/no-restricted-html-elements',
      );
    },
    slow,
  );
});

describe('HTML enters through one door', () => {
  it(
    'refuses {@html} anywhere else',
    async () => {
      const code = '<p>{@html String(1)}</p>';
      expect(await refusals(row, code)).toContain('svelte/no-at-html-tags');
      expect(await refusals('src/shared/CardHtml.svelte', code)).not.toContain('svelte/no-at-html-tags');
    },
    slow,
  );

  it.each(["document.body.innerHTML = '';", "document.body.insertAdjacentHTML('beforeend', '');"])(
    'refuses %s',
    async (code) => {
      expect(await refusals('src/views/page.ts', code)).toContain('no-restricted-properties');
    },
    slow,
  );

  it(
    'refuses styles in the markup, which the window would not apply',
    async () => {
      expect(await refusals(row, '<p style="color: red"></p>')).toContain('svelte/no-inline-styles');
    },
    slow,
  );
});

describe('who may import whom', () => {
  it(
    'keeps the window’s interface in backend',
    async () => {
      const code = "import '@tauri-apps/api/core';\n";
      expect(await refusals('src/state/live.ts', code)).toContain('no-restricted-imports');
      expect(await refusals('src/backend/tauri.ts', code)).not.toContain('no-restricted-imports');
      expect(await refusals('src/state/live.ts', "import '$transport';\n")).toContain(
        'no-restricted-imports',
      );
    },
    slow,
  );

  it.each([
    ['a feature', 'another feature', row, '../card/links'],
    ['a feature', 'a view', row, '../../views/page'],
    ['a feature', 'the backend', row, '../../backend/call'],
    ['shared', 'a feature', 'src/shared/words.ts', '../features/card/links'],
    ['shared', 'the state', 'src/shared/words.ts', '../state/live'],
    ['the state', 'a feature', 'src/state/live.ts', '../features/card/links'],
    ['the backend', 'the state', 'src/backend/call.ts', '../state/live'],
    ['the state', 'a folder without a tier', 'src/state/live.ts', '../elsewhere/x'],
  ])(
    'refuses that %s imports %s',
    async (_, __, file, specifier) => {
      const statement = `import '${specifier}';\n`;
      const code = file.endsWith('.svelte') ? `<script lang="ts">\n  ${statement}</script>\n` : statement;
      expect(await refusals(file, code)).toContain('oneup/tiers');
    },
    slow,
  );

  it.each([
    [row, './rows'],
    [row, '../../shared/words'],
    [row, '../../state/live'],
    ['src/views/LibraryView.svelte', '../features/card/links'],
    ['src/state/live.ts', '../backend/call'],
  ])(
    'lets %s import %s',
    async (file, specifier) => {
      const statement = `import '${specifier}';\n`;
      const code = file.endsWith('.svelte') ? `<script lang="ts">\n  ${statement}</script>\n` : statement;
      expect(await refusals(file, code)).not.toContain('oneup/tiers');
    },
    slow,
  );
});

describe('measures come from the tokens', () => {
  async function styleRefusals(declaration: string): Promise<string[]> {
    const code = `<p></p>\n\n<style>\n  p {\n    ${declaration};\n  }\n</style>\n`;
    const { results } = await stylelint.lint({ cwd, code, codeFilename: `${cwd}${row}` });
    return results.flatMap(({ warnings }) => warnings.map(({ rule }) => rule));
  }

  it.each([
    'color: #123456',
    'color: red',
    'color: rgb(1 2 3)',
    'background: linear-gradient(oklch(50% 0.1 20), transparent)',
    'border: 1px solid var(--color-line)',
    'margin: 4px',
    'padding-inline: 0.5rem',
    'gap: 1em',
    'inline-size: 200px',
    'font-size: 14px',
    'font-size: larger',
    'font-weight: 700',
    'line-height: 1.5',
    'z-index: 10',
    'transition: opacity 120ms',
    'animation-duration: 1s',
    'box-shadow: 0 0 10px black',
    'margin-left: var(--space-1)',
    'color: var(--color-ink) !important',
  ])('refuses %s', async (declaration) => {
    expect(await styleRefusals(declaration)).not.toEqual([]);
  });

  it.each([
    'color: var(--color-ink)',
    'border: var(--border-line)',
    'margin: 0 auto',
    'padding-inline: calc(2 * var(--space-4))',
    'inline-size: min(100%, var(--size-dialog))',
    'transition: opacity var(--duration-quick) var(--ease)',
    'max-inline-size: 68ch',
  ])('lets %s through', async (declaration) => {
    expect(await styleRefusals(declaration)).toEqual([]);
  });
});
