// A small card to be edited, compared and merged in the gallery, with the little that the editor knows about it.

import type { CardLanguage, CardSuggestion, FindingsOf } from '../../shared/editor/language';
import type { ChangedPart, Conflict } from '../../shared/editor/parts';

/** The card that is edited. */
export const sampleCard = `---
id: technicians-retire
type: force
title: Experienced technicians retire faster than plants replace them
industry: [manufacturing]
# Asked for by the plant managers.
house_key: 7
---

> Plants like yours are losing the people who know *why* a line stops. May I share what we see that change?

## What is happening

One in four people who maintain plants is **over 55**. See [the table](https://example.org/table).

יותר מרבע מהטכנאים עומדים לפרוש.

## Where it leads

- causes [[long-night-stops|Night stops last longer]] because fewer people can diagnose without help
- worsens [[nowhere|A card that is gone]]
`;

/** What is wrong with it. */
export function sampleFindings(messages: { figure: string; gone: string; mend: string }): FindingsOf {
  const figure = sampleCard.indexOf('One in four');
  const gone = sampleCard.indexOf('[[nowhere');
  const end = sampleCard.indexOf(']]', gone) + 2;
  return {
    text: sampleCard,
    rows: [
      { from: figure, to: figure + 11, level: 'warning', message: messages.figure },
      {
        from: gone,
        to: end,
        level: 'error',
        message: messages.gone,
        mend: { label: messages.mend, edit: { from: gone, to: end, insert: 'A card that is gone' } },
      },
    ],
  };
}

const cards: readonly CardSuggestion[] = [
  {
    id: 'long-night-stops',
    pack: 'core',
    title: 'Night stops last longer',
    aliases: ['downtime'],
    type: 'challenge',
  },
  { id: 'overtime-climbs', pack: 'core', title: 'Overtime cost climbs', aliases: [], type: 'challenge' },
  { id: 'repair-time', pack: 'core', title: 'Time to repair', aliases: ['MTTR'], type: 'factor' },
];

const listed = (...values: string[]) => values.map((value) => ({ value, label: value, synonyms: [] }));

/** What the editor knows about it. */
export const sampleLanguage: CardLanguage = {
  verbs: [
    {
      phrase: 'causes',
      help: 'This force brings the challenge about.',
      targets: ['challenge'],
      because: true,
    },
    {
      phrase: 'worsens',
      help: 'This force makes the challenge harder.',
      targets: ['challenge'],
      because: true,
    },
    { phrase: 'see also', help: 'Worth reading beside this card.', targets: [], because: false },
  ],
  keys: [
    { key: 'tags', help: 'Words of your own.' },
    { key: 'review_by', help: 'The day to look at the card again.' },
  ],
  vocabularies: {
    type: listed('force', 'challenge', 'factor', 'note'),
    status: listed('draft', 'ready', 'contested', 'withdrawn'),
    visibility: listed('public', 'team', 'private'),
    sale: listed('complex', 'transactional', 'both'),
    industry: [
      { value: 'manufacturing', label: 'Manufacturing', synonyms: ['plants', 'factories'] },
      { value: 'health', label: 'Health care', synonyms: ['hospitals'] },
    ],
  },
  findCards: (query) => {
    const wanted = query.toLowerCase();
    return Promise.resolve(
      cards.filter(({ title, aliases }) =>
        [title, ...aliases].some((name) => name.toLowerCase().includes(wanted)),
      ),
    );
  },
};

/** Its front matter, as the program reads it. */
export const sampleFields = [
  { key: 'id', values: ['technicians-retire'] },
  { key: 'type', values: ['force'] },
  { key: 'title', values: ['Experienced technicians retire faster than plants replace them'] },
  { key: 'industry', values: ['manufacturing', 'cement'] },
  { key: 'review_by', values: ['2027-02-28'] },
  { key: 'house_key', values: ['7'] },
];

const before =
  'Half of all stops happen at night.\nNobody knows why.\nThe line stands for two hours.\nOne.\nTwo.\nThree.\nFour.\nFive.\n';

/** Parts of two versions. */
export function sampleParts(places: {
  title: string;
  section: string;
  source: string;
}): readonly ChangedPart[] {
  return [
    {
      id: 'title',
      place: places.title,
      before: 'Night stops last longer',
      after: 'Night stops last twice as long',
    },
    {
      id: 'section',
      place: places.section,
      before,
      after: before.replace('two hours', 'four hours') + 'Six, which is new.\n',
    },
    { id: 'source', place: places.source, before: '[^one]: Own experience.\n', after: null },
  ];
}

/** Parts that both sides changed. */
export function sampleConflicts(places: { title: string; section: string }): readonly Conflict[] {
  return [
    {
      id: 'title',
      place: places.title,
      base: 'Night stops last longer',
      mine: 'Night stops last twice as long',
      theirs: 'Stops at night last longer',
      joinable: false,
    },
    {
      id: 'section',
      place: places.section,
      base: 'The line stands for two hours.\n',
      mine: 'The line stands for four hours.\n',
      theirs: null,
      joinable: true,
    },
  ];
}
