// Builds the pages: for the window by default, for an ordinary browser in mode “browser”. The two differ in the
// transport alone, and the one that is not wanted never enters the bundle.

import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { writePseudoCatalogue } from './lint/pseudo.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => {
  const browser = mode === 'browser';
  // The language nobody speaks is for tests and the gallery of a browser; the window is spared its texts.
  const catalogue = mode === 'production' ? './project.inlang' : './pseudo.inlang';
  writePseudoCatalogue();
  return {
    root: here('.'),
    plugins: [
      paraglideVitePlugin({
        project: here(catalogue),
        outdir: here('./src/paraglide'),
        strategy: ['baseLocale'],
        emitGitIgnore: false,
        emitReadme: false,
      }),
      svelte(),
      svelteTesting(),
    ],
    resolve: {
      alias: { $transport: here(browser ? './src/backend/http.ts' : './src/backend/tauri.ts') },
    },
    build: {
      outDir: browser ? 'dist-browser' : 'dist',
      emptyOutDir: true,
      // The window's policy allows fonts from the program's own files only, so nothing may turn into a data: address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      target: 'es2023',
      // Young enough for light-dark(): lowering it would cost a second copy of every colour.
      cssTarget: ['chrome128', 'safari18', 'firefox128'],
      reportCompressedSize: false,
    },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.test.ts', 'tests/*.test.ts'],
      restoreMocks: true,
    },
  };
});
