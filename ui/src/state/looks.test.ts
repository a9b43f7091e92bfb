import { beforeEach, describe, expect, it } from 'vitest';
import { plainLooks, wearerOf, type Looks } from './looks';

const own: Looks = {
  theme: 'dark',
  contrast: 'more',
  density: 'compact',
  motion: 'reduced',
  reading_font: 'sans',
  zoom: 130,
};

/** A store as a browser has it. */
function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => {
      kept.clear();
    },
    getItem: (key) => kept.get(key) ?? null,
    key: (index) => [...kept.keys()][index] ?? null,
    removeItem: (key) => {
      kept.delete(key);
    },
    setItem: (key, value) => {
      kept.set(key, value);
    },
  };
}

function worn(root: HTMLElement): Record<string, string | undefined> {
  return { ...Object.fromEntries(Object.entries(root.dataset)), size: root.style.fontSize };
}

describe('the looks of the page', () => {
  let root: HTMLElement;
  beforeEach(() => {
    root = document.createElement('div');
  });

  it('stand on the root as attributes, and the size as the size of its type', () => {
    wearerOf(root, memory).wear(own);
    expect(worn(root)).toEqual({
      theme: 'dark',
      contrast: 'more',
      density: 'compact',
      motion: 'reduced',
      readingFont: 'sans',
      size: '130%',
    });
  });

  it('leave nothing behind when they are plain again', () => {
    const wearer = wearerOf(root, memory);
    wearer.wear(own);
    wearer.wear(plainLooks);
    expect(worn(root)).toEqual({ size: '' });
  });

  it('are worn again at the next start, before anything was asked', () => {
    const store = memory();
    wearerOf(document.createElement('div'), () => store).remember(own);
    wearerOf(root, () => store).recall();
    expect(root.dataset['theme']).toBe('dark');
    expect(root.style.fontSize).toBe('130%');
  });

  it.each([
    ['nothing', null],
    ['no JSON', '{"theme":'],
    ['another shape', '[1]'],
    ['values that are none', '{"theme":"blue","zoom":9000,"contrast":["more"]}'],
    ['null', 'null'],
  ])('are plain where the store holds %s', (_, written) => {
    const store = memory();
    if (written !== null) store.setItem('oneup.looks', written);
    wearerOf(root, () => store).recall();
    expect(worn(root)).toEqual({ size: '' });
  });

  it('need no store', () => {
    const wearer = wearerOf(root, () => {
      throw new DOMException('denied', 'SecurityError');
    });
    wearer.recall();
    wearer.remember(own);
    wearer.wear(own);
    expect(root.dataset['theme']).toBe('dark');
  });
});
