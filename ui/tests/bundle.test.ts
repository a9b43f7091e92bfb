// @vitest-environment node
// What is built for the window holds nothing of the development server's transport, nothing that the window's
// policy would refuse, and nothing that is fetched from elsewhere.

import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const slow = 120_000;

async function built(mode: string): Promise<Map<string, string>> {
  const result = (await build({
    root,
    mode,
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : String(file.source)]),
  );
}

function joined(files: Map<string, string>, ending: string): string {
  return [...files].flatMap(([name, text]) => (name.endsWith(ending) ? [text] : [])).join('\n');
}

let forWindow: Map<string, string>;
let forBrowser: Map<string, string>;

beforeAll(async () => {
  forWindow = await built('production');
  forBrowser = await built('browser');
}, slow);

describe('the bundles', () => {
  it('hold one transport each', () => {
    expect(joined(forWindow, '.js')).toContain('__TAURI_INTERNALS__');
    expect(joined(forWindow, '.js')).not.toContain('x-oneup-token');
    expect(joined(forBrowser, '.js')).toContain('x-oneup-token');
    expect(joined(forBrowser, '.js')).not.toContain('__TAURI_INTERNALS__');
  });

  it('run under the window’s policy: no code from text, no fonts from text, no styles in the page', () => {
    expect(joined(forWindow, '.js')).not.toMatch(/\beval\(|new Function\(/);
    expect(joined(forWindow, '.css')).not.toMatch(/url\(["']?data:/);
    expect(joined(forWindow, '.html')).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)/);
  });

  it('bring along everything they show', () => {
    expect(joined(forWindow, '.css')).not.toMatch(/@import|https?:\/\//);
    expect(joined(forWindow, '.html')).not.toMatch(/https?:\/\//);
    expect([...forWindow.keys()].some((name) => /inter-latin-.*\.woff2$/.test(name))).toBe(true);
    expect([...forWindow.keys()].some((name) => /source-serif-4-latin-.*\.woff2$/.test(name))).toBe(true);
  });

  it('hide the window’s isolation frame, whose own rule is refused', () => {
    expect(joined(forWindow, '.css')).toMatch(/iframe\s*\{\s*display:\s*none/);
  });

  it('keep light and dark side by side', () => {
    expect(joined(forWindow, '.css')).toContain('light-dark(');
  });
});
