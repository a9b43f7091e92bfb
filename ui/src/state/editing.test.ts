// What the writing state promises: nothing overtakes, nothing is lost, and nothing is written over a conflict.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CallError } from '../backend/error';
import { byHand, settled } from '../../tests/support/program';
import { checkRestMs, Editing, largestPicture, saveRestMs } from './editing.svelte';

const card = {
  key: 'mine/a',
  path: 'mine/a.md',
  title: 'A',
  lang: null,
  text: 'one\n',
  version: 1,
  refused: null,
  draft: null,
  undo: null,
  session: 7,
  verbs: [],
  keys: [],
  vocabularies: {},
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function editing(more: object = {}) {
  const { call, asked, last } = byHand();
  const told: string[][] = [];
  const refused: string[] = [];
  const applied: string[] = [];
  const state = new Editing(
    call,
    (sent, back, typed) => Promise.resolve(typed === sent ? back : typed + back),
    (taken) => told.push([...taken]),
    (error) => refused.push(error.message),
  );
  state.apply = (text) => applied.push(text);
  const begun = state.begin('mine/a');
  await settled();
  await last('edit_card').answer({ ...card, ...more });
  await begun;
  return { state, asked, last, told, refused, applied };
}

const names = (asked: readonly { command: string }[]) => asked.map(({ command }) => command);

test('each letter is a draft at once, and the text is saved when typing rests', async () => {
  const { state, asked, last } = await editing();
  state.type('one t');
  state.type('one tw');
  expect(last('keep_draft').request).toMatchObject({ text: 'one t', version: 1 });
  expect(state.saving.kind).toBe('saving');
  await last('keep_draft').answer({});
  expect(last('keep_draft').request).toMatchObject({ text: 'one tw' });
  await last('keep_draft').answer({});
  expect(names(asked)).not.toContain('save_card');
  await vi.advanceTimersByTimeAsync(saveRestMs);
  await last('save_card').answer({ kind: 'saved', version: 2 });
  expect(state.saving.kind).toBe('saved');
  state.type('one two');
  expect(last('keep_draft').request).toMatchObject({ version: 2 });
});

test('a draft never overtakes a save', async () => {
  const { state, asked, last } = await editing();
  state.type('a');
  await last('keep_draft').answer({});
  void state.save();
  await settled();
  state.type('ab');
  await settled();
  expect(names(asked).at(-1)).toBe('save_card');
  await last('save_card').answer({ kind: 'saved', version: 2 });
  expect(last('keep_draft').request).toMatchObject({ text: 'ab', version: 2 });
  expect(state.saving.kind).toBe('saving');
});

test('what another program wrote comes in beside what was typed meanwhile', async () => {
  const { state, last, told, applied } = await editing();
  state.type('mine');
  await last('keep_draft').answer({});
  void state.save();
  await settled();
  await last('save_card').answer({ kind: 'merged', version: 5, text: 'mine+theirs', taken: ['“Two”'] });
  expect([applied, told]).toEqual([['mine+theirs'], [['“Two”']]]);
  expect([state.text, state.saving.kind]).toEqual(['mine+theirs', 'saved']);
});

test('news of a change is looked at, and unsaved text stays', async () => {
  const { state, last, applied } = await editing();
  state.hear(new Set(['cards']));
  await settled();
  await last('merge_card').answer({ kind: 'merged', version: 4, text: 'theirs\n', taken: [] });
  expect([applied, state.text, state.saving.kind]).toEqual([['theirs\n'], 'theirs\n', 'saved']);
  state.hear(new Set(['settings']));
  await settled();
  expect(last('merge_card').request).toMatchObject({ version: 1 });
});

test('a conflict stops the saving until it is settled', async () => {
  const { state, asked, last, applied } = await editing();
  state.type('mine');
  await last('keep_draft').answer({});
  void state.save();
  await settled();
  await last('save_card').answer({ kind: 'conflict', theirs: 7, parts: [] });
  expect(state.conflict?.theirs).toBe(7);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(saveRestMs + checkRestMs);
  expect(names(asked.slice(before))).not.toContain('save_card');
  expect(await state.end()).toBe(false);
  const settling = state.settle(['both']);
  await settled();
  expect(last('resolve_card').request).toMatchObject({
    version: 1,
    theirs: 7,
    text: 'mine',
    choices: ['both'],
  });
  await last('resolve_card').answer({ kind: 'merged', version: 8, text: 'both', taken: [] });
  await settling;
  expect([state.conflict, state.text, applied.at(-1)]).toEqual([undefined, 'both', 'both']);
});

test('a refused save keeps the text and says why, and the next one may succeed', async () => {
  const { state, last } = await editing();
  state.type('mine');
  await last('keep_draft').answer({});
  void state.save();
  await settled();
  await last('save_card').refuse(new Error('no'));
  expect(state.saving.kind).toBe('trouble');
  void state.save();
  await settled();
  await last('save_card').answer({ kind: 'saved', version: 2 });
  expect([state.text, state.saving.kind]).toEqual(['mine', 'saved']);
});

test('what a kill left is not written over before it is taken up or thrown away', async () => {
  const draft = { text: 'left', version: 3, at: '2026-11-22T09:00:00+01:00' };
  const { state, asked, last, applied } = await editing({ draft });
  state.hear(new Set(['cards']));
  await settled();
  expect(names(asked)).not.toContain('merge_card');
  state.takeDraft();
  await settled();
  expect(last('save_card').request).toMatchObject({ text: 'left', version: 3 });
  expect(applied).toEqual(['left']);
});

test('saves carry the number of the editor, and what can be undone is kept after each', async () => {
  const { state, asked, last } = await editing();
  state.remember = () => 'steps';
  state.type('a');
  await last('keep_draft').answer({});
  void state.save();
  await settled();
  expect(last('save_card').request).toMatchObject({ session: 7 });
  await last('save_card').answer({ kind: 'saved', version: 2 });
  expect(last('keep_undo').request).toEqual({ key: 'mine/a', undo: 'steps' });
  await last('keep_undo').answer({});
  const before = asked.length;
  expect(await state.end()).toBe(true);
  expect(asked).toHaveLength(before);
});

test('a picture that is too large is not even read', async () => {
  const { state, asked, refused } = await editing();
  const before = asked.length;
  const picture = { size: largestPicture + 1, arrayBuffer: () => Promise.reject(new Error('it was read')) };
  expect(await state.keepPicture(picture as unknown as Blob)).toBeUndefined();
  expect([refused.length, asked.length]).toEqual([1, before]);
});

test('a picture goes to the program whole, and its path comes back', async () => {
  const { state, last } = await editing();
  const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => at % 256);
  const kept = state.keepPicture(new Blob([bytes]));
  await vi.waitFor(() => last('keep_picture'));
  const { picture } = last('keep_picture').request as { picture: { data: string } };
  expect(Uint8Array.from(atob(picture.data), (sign) => sign.charCodeAt(0))).toEqual(bytes);
  await last('keep_picture').answer({ path: 'pictures/a.png', file: 'mine/pictures/a.png' });
  expect(await kept).toMatchObject({ path: 'pictures/a.png' });
});

test('pictures dropped on the window stand at the caret, those that are refused are told', async () => {
  const { state, last, refused } = await editing();
  const put: string[][] = [];
  state.insertPictures = (paths) => put.push([...paths]);
  const taking = state.takePictures(3, 2);
  await settled();
  await last('keep_picture').answer({ path: 'one.png', file: 'one.png' });
  expect(last('keep_picture').request).toMatchObject({ picture: { kind: 'dropped', drop: 3, number: 1 } });
  await last('keep_picture').refuse(new CallError({ code: 'wrong_use', message: 'No picture.' }));
  await taking;
  expect([put, refused]).toEqual([[['one.png']], ['No picture.']]);
});
