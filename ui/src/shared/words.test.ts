import { describe, expect, it } from 'vitest';
import { isDateLabel, labelWord } from './words';

describe('the labels of a card', () => {
  it.each([
    ['industry', 'Industry'],
    ['role', 'Role'],
    ['stage', 'Conversation'],
    ['region', 'Region'],
    ['tags', 'Tags'],
    ['sale', 'Sale'],
    ['aliases', 'Also called'],
    ['owner', 'Owner'],
    ['credits', 'Credits'],
    ['verified_on', 'Verified on'],
    ['verified_by', 'Verified by'],
    ['review_by', 'Review by'],
  ])('%s is called “%s”', (name, word) => {
    expect(labelWord(name)).toBe(word);
  });

  it('that are not known stand as they are', () => {
    expect(labelWord('shelf')).toBe('shelf');
  });

  it('are dates or words', () => {
    expect(['verified_on', 'verified_by', 'review_by', 'tags'].filter(isDateLabel)).toEqual([
      'verified_on',
      'review_by',
    ]);
  });
});
