import { describe, expect, it } from 'vitest';
import type { Wish } from '../generated/api';
import { grant, type Granter } from './wishes';

describe('wishes', () => {
  const files = { id: 3, folder: null, cards: ['a.md'], pictures: [], refused: [] };

  it.each<[Wish, unknown[]]>([
    [{ kind: 'command', id: 'go.settings' }, ['run', 'go.settings']],
    [{ kind: 'open_card', key: 'core/a' }, ['openCard', 'core/a']],
    [{ kind: 'search', query: 'night' }, ['search', 'night']],
    [{ kind: 'new_card', type: 'note', title: 'A claim' }, ['askNewCard', 'note', 'A claim']],
    [{ kind: 'refused_link', message: 'No such link.' }, ['refuseLink', 'No such link.']],
    [{ kind: 'dropped', ...files }, ['askDrop', files]],
    [{ kind: 'shortcut_heard' }, ['hearShortcut']],
  ])('%j', (wish, granted) => {
    const calls: unknown[][] = [];
    const granter = new Proxy({} as Granter, {
      get:
        (_, name) =>
        (...given: unknown[]) =>
          calls.push([name, ...given]),
    });
    grant(wish, granter);
    expect(calls).toEqual([granted]);
  });
});
