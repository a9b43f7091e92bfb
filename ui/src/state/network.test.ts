import { describe, expect, it } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { Network } from './network.svelte';

const request = { at: '2026-11-22T20:00:00Z', host: 'packs.example', what: 'timestamp.json', bytes: 12 };

describe('the network log', () => {
  it('keeps the newest answer', async () => {
    const { call, asked } = byHand();
    const network = new Network(call);
    void network.refresh();
    void network.refresh();
    await asked[1]?.answer({ requests: [request] });
    await asked[0]?.answer({ requests: [] });
    expect(network.requests).toEqual([request]);
  });

  it('says why it cannot be read', async () => {
    const { call, asked } = byHand();
    const network = new Network(call);
    void network.refresh();
    await asked[0]?.refuse(new CallError({ code: 'failed', message: 'No.' }));
    expect(network.error?.message).toBe('No.');
    expect(network.requests).toBeUndefined();
  });
});
