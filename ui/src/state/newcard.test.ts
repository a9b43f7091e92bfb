import { describe, expect, it, vi } from 'vitest';
import { byHand } from '../../tests/support/program';
import { CallError } from '../backend/error';
import { NewCard } from './newcard.svelte';

function made() {
  const program = byHand();
  const done = vi.fn();
  return { ...program, done, newCard: new NewCard(program.call, done) };
}

describe('a new card', () => {
  it('is written when it has a title, and once', async () => {
    const { newCard, asked, last, done } = made();
    newCard.ask({ type: 'force' });
    void newCard.create();
    expect(asked).toHaveLength(0);
    newCard.title = ' Night stops cost more ';
    void newCard.create();
    void newCard.create();
    expect(asked.map(({ request }) => request)).toEqual([{ type: 'force', title: 'Night stops cost more' }]);
    await last('new_card').answer({ key: 'mine/night-stops', path: 'mine/night-stops.md' });
    expect(newCard.open).toBe(false);
    expect(done).toHaveBeenCalledWith('mine/night-stops', 'Night stops cost more');
  });

  it('keeps what was typed when it cannot be written', async () => {
    const { newCard, last, done } = made();
    newCard.ask({ title: 'A claim' });
    void newCard.create();
    await last('new_card').refuse(new CallError({ code: 'wrong_use', message: 'The id is taken.' }));
    expect(newCard.open).toBe(true);
    expect(newCard.title).toBe('A claim');
    expect(newCard.error?.message).toBe('The id is taken.');
    expect(done).not.toHaveBeenCalled();
  });

  it('leaves a title that is being typed, whoever asks', () => {
    const { newCard } = made();
    expect(newCard.ask()).toBe(true);
    newCard.title = 'Half a cl';
    expect(newCard.ask({ title: 'Of a link', linked: true })).toBe(false);
    expect(newCard.ask()).toBe(false);
    expect([newCard.title, newCard.linked]).toEqual(['Half a cl', false]);
  });

  it('takes from a link the title, and a type only if there is such a one', () => {
    const { newCard, asked } = made();
    newCard.ask({ type: 'virus', title: 'A claim', linked: true });
    expect([newCard.type, newCard.title, newCard.linked]).toEqual(['note', 'A claim', true]);
    expect(asked).toHaveLength(0);
  });
});
