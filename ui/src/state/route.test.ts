import { describe, expect, it } from 'vitest';
import { addressOf, routeOf, type Route } from './route';

describe('addresses', () => {
  it.each<[string, Route]>([
    ['', { page: 'library' }],
    ['#library', { page: 'library' }],
    ['#settings', { page: 'settings' }],
    ['#settings/keys', { page: 'settings', section: 'keys' }],
    ['#activity/log', { page: 'activity', section: 'log' }],
    ['#gallery', { page: 'gallery' }],
    ['#gaps', { page: 'gaps' }],
    ['#map/core%2Fplant-manager', { page: 'map', section: 'core/plant-manager' }],
    ['#card=core%2Fplant-manager', { page: 'library', card: 'core/plant-manager' }],
  ])('%j', (address, route) => {
    expect(routeOf(address)).toEqual(route);
  });

  it.each(['#nonsense', '#card=', '#card=%E0%A4%A', '#toString', '##settings', '#constructor/x'])(
    '%s leads to the library',
    (address) => {
      expect(routeOf(address)).toEqual({ page: 'library' });
    },
  );

  it('come back as they went', () => {
    const cards = ['core/a', 'mine/ä b', 'packs/x/50%.md', 'a=b&c#d', '漢字'];
    const routes: Route[] = [
      { page: 'settings', section: 'a/b c' },
      { page: 'gallery' },
      ...cards.map((card) => ({ page: 'library', card }) as const),
    ];
    for (const route of routes) expect(routeOf(addressOf(route))).toEqual(route);
  });
});
