import { describe, expect, it } from 'vitest';
import { isText, Recents, type Keeper } from './recents';

function kept(text: string | null = null) {
  const shelf = { text };
  const keeper: Keeper = {
    getItem: () => shelf.text,
    setItem: (_, value) => {
      shelf.text = value;
    },
  };
  return {
    shelf,
    recents: new Recents(
      'recent',
      3,
      (item: string) => item,
      isText,
      () => keeper,
    ),
  };
}

describe('what was used lately', () => {
  it('has the newest in front, each once, and forgets the oldest', () => {
    const { recents } = kept();
    for (const id of ['a', 'b', 'c', 'a', 'd']) recents.add(id);
    expect(recents.list()).toEqual(['d', 'a', 'c']);
    recents.remove('a');
    expect(recents.list()).toEqual(['d', 'c']);
    recents.clear();
    expect(recents.list()).toEqual([]);
  });

  it.each(['nonsense', '{"a":1}', '[1,null,"a"]'])('takes from %s only what is its own', (text) => {
    expect(kept(text).recents.list()).toEqual(text.includes('"a"]') ? ['a'] : []);
  });

  it('does without storage', () => {
    const recents = new Recents(
      'recent',
      3,
      (item: string) => item,
      isText,
      () => {
        throw new Error('forbidden');
      },
    );
    recents.add('a');
    expect(recents.list()).toEqual([]);
  });
});
