import { describe, expect, it } from 'vitest';
import type { Call } from '../backend/call';
import { CallError } from '../backend/error';
import type { CardFace, MapPage, MapRequest } from '../generated/api';
import { allCards, CardMap, fewCards } from './map.svelte';

const face = (key: string): CardFace => ({ key, title: key, type: 'force', status: 'ready', weakness: null });

function pageOf(keys: readonly string[]): MapPage {
  const rows = keys.map((key) => ({ card: face(key), lines_in: 0, lines_out: 0 }));
  return { columns: [{ type: 'force', rows, left_out: 3 }], lines: [], lines_left_out: 0, partial: false };
}

/** A program that answers the map by what it is told to, and remembers what it was asked. */
function program() {
  const asked: MapRequest[] = [];
  const told = { page: pageOf(['mine/a', 'mine/b']), fails: false };
  const call = ((command: string, request: MapRequest) => {
    if (command === 'search') return Promise.resolve({ facets: [] });
    if (told.fails) return Promise.reject(new CallError({ code: 'failed', message: 'No.' }));
    if (command === 'neighbourhood')
      return Promise.resolve({ cards: [{ card: face('mine/a'), distance: 0 }], lines: [], left_out: 0 });
    asked.push(request);
    return Promise.resolve(told.page);
  }) as unknown as Call;
  return { map: new CardMap(call), asked, told };
}

describe('the map', () => {
  it('is narrowed and widened by what is chosen', async () => {
    const { map, asked } = program();
    map.show(undefined);
    map.choose({ industry: 'energy', whole: true });
    await map.refresh();
    expect(asked[0]).toEqual({ industry: [], role: [], limit: fewCards });
    expect(asked.at(-1)).toEqual({ industry: ['energy'], role: [], limit: allCards });
    expect(map.shown?.cardsLeftOut).toBe(3);
  });

  it('keeps the keyboard on its card when cards come before it, and lets go of one that is gone', async () => {
    const { map, told } = program();
    await map.refresh();
    map.at = { column: 0, row: 1 };
    told.page = pageOf(['mine/new', 'mine/a', 'mine/b']);
    await map.refresh();
    expect(map.at).toEqual({ column: 0, row: 2 });
    told.page = pageOf(['mine/a']);
    await map.refresh();
    expect(map.at).toBeUndefined();
  });

  it('shows a card in the middle, then the whole again', async () => {
    const { map } = program();
    map.show('mine/a');
    await map.refresh();
    expect(map.shown).toMatchObject({ card: 'mine/a', title: 'mine/a' });
    map.show(undefined);
    expect(map.shown).toBeUndefined();
    await map.refresh();
    expect(map.shown?.card).toBeUndefined();
  });

  it('says why it cannot be drawn, until it can', async () => {
    const { map, told } = program();
    told.fails = true;
    await map.refresh();
    expect(map.error?.message).toBe('No.');
    told.fails = false;
    await map.refresh();
    expect([map.error, map.busy]).toEqual([undefined, false]);
  });
});
