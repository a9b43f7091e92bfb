import { describe, expect, it, vi } from 'vitest';
import type { Route } from './route';
import { Travel } from './travel.svelte';

const card = (key: string): Route => ({ page: 'library', card: key });

describe('the way through pages and cards', () => {
  it('walks both alike', () => {
    const arrived = vi.fn();
    const travel = new Travel(undefined, arrived);
    travel.go(card('core/a'));
    travel.go({ page: 'settings', section: 'keys' });
    travel.go(card('core/b'));
    travel.back();
    expect(travel.route).toEqual({ page: 'settings', section: 'keys' });
    travel.back();
    expect(travel.route).toEqual(card('core/a'));
    travel.forward();
    travel.forward();
    travel.forward();
    expect(travel.canGoForward).toBe(false);
    expect(arrived.mock.calls.map(([route]: unknown[]) => (route as Route).page)).toEqual([
      'settings',
      'library',
      'settings',
      'library',
    ]);
  });

  it('keeps no card that was merely passed over, and no bare library before one', () => {
    const travel = new Travel();
    travel.glance('core/a');
    travel.glance('core/b');
    expect(travel.canGoBack).toBe(false);
  });

  it('leads back to the library as it was left', () => {
    const travel = new Travel();
    travel.glance('core/a');
    travel.go({ page: 'settings' });
    travel.back();
    expect(travel.route).toEqual(card('core/a'));
    expect(travel.glancing).toBe(true);
  });

  it('is not led away from a page by what happens behind it', () => {
    const travel = new Travel({ page: 'settings' });
    travel.glance('core/a');
    expect(travel.route).toEqual({ page: 'settings' });
  });

  it('starts with the card that another window asked for', () => {
    expect(new Travel(card('mine/a')).route).toEqual(card('mine/a'));
  });
});
