// Answers given by hand, for tests of pure state: each call waits until the test answers it, so that a test says
// in which order answers arrive.

import type { Call } from '../../src/backend/call';
import type { CardPage, Commands, Hit, LibraryStatus, SearchResponse } from '../../src/generated/api';

/** A call that waits for its answer. */
export interface Pending {
  readonly command: keyof Commands;
  readonly request: unknown;
  readonly answer: (response: unknown) => Promise<void>;
  readonly refuse: (error: unknown) => Promise<void>;
}

/** Lets everything that only waits for an answer already given go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}

/** Makes a call whose answers a test gives, and the list of what was asked. */
export function byHand(): { call: Call; asked: Pending[]; last: (command: keyof Commands) => Pending } {
  const asked: Pending[] = [];
  const call = ((command: keyof Commands, request: unknown) =>
    new Promise<Commands[keyof Commands][1]>((resolve, reject) => {
      asked.push({
        command,
        request,
        answer: (response) => {
          resolve(response as Commands[keyof Commands][1]);
          return settled();
        },
        refuse: (error) => {
          reject(error instanceof Error ? error : new Error('refused', { cause: error }));
          return settled();
        },
      });
    })) as Call;
  return {
    call,
    asked,
    last(command) {
      const found = asked.findLast((pending) => pending.command === command);
      if (found === undefined) throw new Error(`${command} was not asked.`);
      return found;
    },
  };
}

/** A card that was found, by its id. */
export function hit(id: string): Hit {
  return {
    key: `core/${id}`,
    id,
    path: `packs/core/${id}.md`,
    title: { parts: [{ text: id, hit: false }] },
    type: 'force',
    pack: 'core',
    status: 'ready',
    stale: false,
    unsourced: 0,
    score: 1,
    snippet: null,
    why: '',
  };
}

/** An answer with these cards. */
export function answer(ids: readonly string[], more: Partial<SearchResponse> = {}): SearchResponse {
  return {
    total: ids.length,
    hits: ids.map(hit),
    facets: [],
    partial: false,
    notes: [],
    micros: 1,
    ...more,
  };
}

/** A card to read, by its id. */
export function page(id: string, more: Partial<CardPage> = {}): CardPage {
  return {
    key: `core/${id}`,
    path: `packs/core/${id}.md`,
    title: id,
    type: 'force',
    pack: 'core',
    status: 'ready',
    status_reason: null,
    author: null,
    lang: null,
    say: null,
    html: '<p>Text.</p>',
    shortened: false,
    meta: [],
    links: [],
    backlinks: [],
    sources: [],
    stale: null,
    unsourced: [],
    findings: [],
    ...more,
  };
}

/** How a library stands. */
export function status(more: Partial<LibraryStatus> = {}): LibraryStatus {
  return {
    path: '/cards',
    cards: 3,
    skipped: [],
    skipped_total: 0,
    index: { kind: 'ready' },
    notice: null,
    suggested_path: '/documents/One-Up',
    ...more,
  };
}
