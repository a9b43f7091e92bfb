// How a command travels to the program and its answer back. There are two ways, chosen when the pages are built:
// the window's own, and HTTP to the development server, by which the same pages run in an ordinary browser.

import type { Commands } from '../generated/api';

/** Carries one command. Rejects with what the program said went wrong, or with what stopped the journey. */
export type Transport = (command: keyof Commands, request: unknown, signal?: AbortSignal) => Promise<unknown>;
