import { describe, expect, it } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { OutsideLink } from './outside.svelte';

const destination = { host: 'example.org', address: 'https://example.org/table' };

describe('a link that would leave the program', () => {
  it('is looked up before it can be opened', async () => {
    const { call, asked } = byHand();
    const link = new OutsideLink(call);
    void link.ask({ key: 'core/a', link: 1 });
    await link.open();
    expect(asked.map(({ command }) => command)).toEqual(['inspect_link']);
    await asked[0]?.answer(destination);
    void link.open();
    expect(asked.map(({ command }) => command)).toEqual(['inspect_link', 'open_link']);
    await asked[1]?.answer(destination);
    expect(link.request).toBeUndefined();
  });

  it('never shows the address of another link', async () => {
    const { call, asked } = byHand();
    const link = new OutsideLink(call);
    void link.ask({ key: 'core/a', link: 1 });
    void link.ask({ key: 'core/a', link: 2 });
    await asked[0]?.answer({ host: 'other.example', address: 'https://other.example/' });
    expect(link.destination).toBeUndefined();
    await asked[1]?.answer(destination);
    expect(link.destination).toEqual(destination);
  });

  it('stays open to say why it could not be opened', async () => {
    const { call, asked } = byHand();
    const link = new OutsideLink(call);
    void link.ask({ key: 'core/a', link: 1 });
    await asked[0]?.answer(destination);
    void link.open();
    await asked[1]?.refuse(new CallError({ code: 'needs_window', message: 'Only the window can.' }));
    expect(link.error?.code).toBe('needs_window');
    expect(link.request).toBeDefined();
  });
});
