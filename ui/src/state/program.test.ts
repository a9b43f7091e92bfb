import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, byHand, page, settled, status } from '../../tests/support/program';
import { granterOf, linkTo, runner } from '../views/acts';
import { CallError } from '../backend/error';
import type { Wish } from '../generated/api';
import { commands } from './commands';
import { Program } from './program.svelte';
import type { Route } from './route';

beforeEach(() => {
  localStorage.clear();
});

async function begun(first: Route = { page: 'library' }) {
  const hand = byHand();
  const program = new Program(hand.call, first);
  const acts = { focusSearch: vi.fn(), enterPane: vi.fn(), edit: vi.fn() };
  const run = runner(program, acts);
  void program.list();
  program.begin(granterOf(program, acts, run));
  await hand.last('status').answer(status());
  await hand.last('search').answer(answer(['a', 'b']));
  const toasts = () => program.toasts.list.map(({ text }) => text);
  const wish = (given: Wish) => hand.last('changes').answer({ revision: 1, changed: [], wishes: [given] });
  const open = async (id: string) => {
    program.browsing.open(`core/${id}`);
    await hand.last('read_card').answer(page(id));
    program.rememberCard();
  };
  return { ...hand, program, run, acts, toasts, wish, open };
}

describe('commands', () => {
  it('that make no sense now say why, and those at an end say nothing', async () => {
    const { run, toasts } = await begun();
    run('facets.clear');
    run('no.such');
    run('go.back');
    expect(toasts()).toEqual(['No filter is chosen.', 'One-Up has no command named “no.such”.']);
  });

  it('can each be asked for, whatever the window shows', async () => {
    const { run, open, program } = await begun();
    await open('a');
    for (const { id } of commands) {
      run(id);
      program.overlay = undefined;
    }
    expect(program.travel.route.page).not.toBe('');
  });

  it('change settings, and say so where that is refused', async () => {
    const { run, last, toasts } = await begun();
    run('view.theme-dark');
    await settled();
    await last('settings').refuse(new Error('late'));
    expect(last('change_setting').request).toEqual({ change: { name: 'theme', value: 'dark' } });
    await last('change_setting').refuse(new CallError({ code: 'failed', message: 'The disk is full.' }));
    await last('settings').refuse(new Error('away'));
    await settled();
    expect(toasts()).toEqual(['The disk is full.']);
  });

  it('open a window for the card, and say where there are no windows', async () => {
    const { run, last, open, toasts } = await begun();
    await open('a');
    run('card.open-window');
    expect(last('open_window').request).toEqual({ card: 'core/a' });
    await last('open_window').refuse(new CallError({ code: 'needs_window', message: 'No.' }));
    expect(toasts()).toHaveLength(1);
  });

  it('write the link of a card as other programs can open it', () => {
    expect(linkTo('core/a b')).toBe('oneup://card/core/a%20b');
    expect(linkTo('mine/50%.md')).toBe('oneup://card/mine/50%25.md');
  });
});

describe('wishes of the desktop', () => {
  it('open cards and searches, and ask before anything is written', async () => {
    const { program, wish, acts, asked } = await begun({ page: 'settings' });
    await wish({ kind: 'open_card', key: 'core/b' });
    expect(program.travel.route).toEqual({ page: 'library', card: 'core/b' });
    expect(acts.enterPane).toHaveBeenCalled();
    await wish({ kind: 'search', query: 'night' });
    expect(program.browsing.search.query).toBe('night');
    expect(acts.focusSearch).toHaveBeenCalled();
    await wish({ kind: 'new_card', type: 'force', title: 'A claim' });
    expect([program.newCard.open, program.newCard.linked]).toEqual([true, true]);
    await wish({ kind: 'dropped', id: 3, folder: null, cards: ['a.md'], pictures: [], refused: [] });
    expect(program.drop.files?.id).toBe(3);
    const written = asked.filter(({ command }) => ['new_card', 'answer_drop'].includes(command));
    expect(written).toEqual([]);
  });

  it('run commands in place of what stands over the page, and tell of links that were refused', async () => {
    const { program, wish, toasts } = await begun();
    program.show('palette');
    await wish({ kind: 'command', id: 'go.settings' });
    expect(program.overlay).toBeUndefined();
    expect(program.travel.route.page).toBe('settings');
    await wish({ kind: 'refused_link', message: 'No such link.' });
    expect(toasts()).toEqual(['No such link.']);
  });
});

describe('a new card', () => {
  it('is opened, and can be undone from the notice, whatever was done since', async () => {
    const { program, last, asked } = await begun();
    program.newCard.ask({ title: 'A claim' });
    void program.newCard.create();
    await last('new_card').answer({ key: 'mine/a-claim', path: 'mine/a-claim.md' });
    expect(program.browsing.reader.key).toBe('mine/a-claim');
    program.newCard.ask({ title: 'Another' });
    const mine = asked.findLast(({ command }) => command === 'acts');
    // The news of the same act may ask as well, and must not take the answer away.
    void program.acts.refresh();
    await mine?.answer({ undo: { id: 9, words: 'card made', at: '' }, redo: null });
    const [toast] = program.toasts.list;
    expect(toast?.text).toBe('Card made: A claim');
    toast?.action?.run();
    expect(last('undo').request).toEqual({ act: 9 });
  });
});

describe('a link for a new card', () => {
  it('takes no words from under the hands of who is typing one', async () => {
    const { program, wish, toasts } = await begun();
    program.newCard.ask({ title: 'Mine' });
    await wish({ kind: 'new_card', type: 'force', title: 'Theirs' });
    expect(program.newCard.title).toBe('Mine');
    expect(toasts().join(' ')).toContain('Theirs');
  });
});

describe('a window of one card', () => {
  it('keeps that card when the list arrives', async () => {
    const { program } = await begun({ page: 'library', card: 'core/b' });
    expect(program.browsing.reader.key).toBe('core/b');
  });
});

describe('the native menus', () => {
  it('are set one after the other, and of those that wait only the newest', async () => {
    const { program, asked } = await begun();
    for (const title of ['old', 'between', 'new']) {
      void program.showMenus({ menus: [{ title, items: [] }], visible: true });
    }
    const sent = () => asked.filter(({ command }) => command === 'show_menu');
    expect(sent()).toHaveLength(1);
    await sent()[0]?.answer({});
    expect(sent()).toHaveLength(2);
    expect(sent()[1]?.request).toMatchObject({ menus: [{ title: 'new' }] });
  });
});

describe('cards opened lately', () => {
  it('are those that were opened, until they are gone or belong to another library', async () => {
    const { program, open, last } = await begun();
    program.followLibrary();
    await open('a');
    await open('b');
    expect(program.recentCards.list().map(({ key }) => key)).toEqual(['core/b', 'core/a']);
    program.browsing.reader.refresh();
    await last('read_card').refuse(new CallError({ code: 'card_missing', message: 'Gone.' }));
    program.rememberCard();
    expect(program.recentCards.list().map(({ key }) => key)).toEqual(['core/a']);
    void program.browsing.library.refresh();
    await last('status').answer(status({ path: '/other' }));
    program.followLibrary();
    expect(program.recentCards.list()).toEqual([]);
  });

  it('are not those that were merely passed over', async () => {
    const { program } = await begun();
    program.browsing.move('next');
    program.rememberCard();
    expect(program.recentCards.list()).toEqual([]);
  });
});
