import { describe, expect, it } from 'vitest';
import type { ChangedPart } from '../generated/api';
import { shownParts } from './versions';

const part: ChangedPart = {
  place: '“One”',
  kind: 'changed',
  moved: false,
  lines: [
    { kind: 'same', words: [{ text: 'stays', changed: false }] },
    {
      kind: 'removed',
      words: [
        { text: 'old ', changed: true },
        { text: 'words', changed: false },
      ],
    },
    { kind: 'added', words: [{ text: 'new words', changed: true }] },
  ],
};

describe('parts of a comparison', () => {
  it('have both texts, whole', () => {
    expect(shownParts([part])).toEqual([
      { id: '0', place: '“One”', before: 'stays\nold words', after: 'stays\nnew words' },
    ]);
  });

  it('have no text where they did not stand', () => {
    expect(shownParts([{ ...part, kind: 'added' }])[0]?.before).toBeNull();
    expect(shownParts([{ ...part, kind: 'removed' }])[0]?.after).toBeNull();
  });

  it('are headed by the word of a key, and by a capital', () => {
    const headed = ['`verified_by`', '`my_own`', 'the text before the first heading'].map(
      (place) => shownParts([{ ...part, place }])[0]?.place,
    );
    expect(headed).toEqual(['Verified by', 'My own', 'The text before the first heading']);
  });

  it('say that they moved', () => {
    expect(shownParts([{ ...part, moved: true }])[0]?.place).toContain('moved');
  });
});
