// What the editor writes back: every byte that nobody touched, whatever ends the lines; and text from outside, which
// arrives without moving the caret or taking away what can be undone.

import { history, isolateHistory, redo, undo, undoDepth } from '@codemirror/commands';
import { EditorState, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { docOffset, fileForm, fileOffset, fileText, readFile } from './line-ends';
import { changesBetween, editsBetween, outsideUpdate } from './outside';
import { rememberState, startState } from './remembered';

const extensions = [history({ minDepth: 500 }), fileForm];
const start = (text: string, remembered?: string) => startState(text, extensions, remembered).state;

/** Text of a file as editors and tools have left it: any mixture of line ends, perhaps a byte order mark. */
const line = fc.stringMatching(/^[a-z #>[\]-]{0,12}$/);
const fileTexts = fc
  .tuple(fc.boolean(), fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 }), line)
  .map(([bom, lines, last]) => (bom ? '\uFEFF' : '') + lines.map((each) => each.join('')).join('') + last);

function run(state: EditorState, command: typeof undo): EditorState {
  let next = state;
  command({
    state,
    dispatch: (transaction) => {
      next = transaction.state;
    },
  });
  return next;
}

describe('the text of a file', () => {
  it('is written back as it was read', () => {
    fc.assert(
      fc.property(fileTexts, (text) => {
        expect(fileText(start(text))).toBe(text);
      }),
    );
  });

  it('keeps every line end around an edit', () => {
    fc.assert(
      fc.property(fileTexts, fc.nat(), fc.stringMatching(/^[xyz]{1,5}$/), (text, seed, typed) => {
        const state = start(text);
        const at = seed % (state.doc.length + 1);
        const next = state.update({ changes: { from: at, insert: typed } }).state;
        const place = fileOffset(state, at);
        expect(fileText(next)).toBe(text.slice(0, place) + typed + text.slice(place));
      }),
    );
  });

  it('gives new lines the end that most lines have', () => {
    const state = start('one\r\ntwo\r\nthree');
    const next = state.update({ changes: { from: 3, insert: '\nmore' } }).state;
    expect(fileText(next)).toBe('one\r\nmore\r\ntwo\r\nthree');
  });

  it('loses the end of a line that is joined to the next, and of no other', () => {
    const state = start('a\nb\r\nc\nd');
    const next = state.update({ changes: { from: 3, to: 4 } }).state;
    expect(fileText(next)).toBe('a\nbc\nd');
  });

  it('names the same place on both sides', () => {
    fc.assert(
      fc.property(fileTexts, fc.nat(), (text, seed) => {
        const state = start(text);
        const at = seed % (state.doc.length + 1);
        expect(docOffset(text, fileOffset(state, at))).toBe(at);
      }),
    );
  });
});

describe('text from outside', () => {
  it('is reached by the edits', () => {
    fc.assert(
      fc.property(fileTexts, fileTexts, (before, after) => {
        const [one, other] = [readFile(before).doc, readFile(after).doc];
        const doc = Text.of(one.split('\n'));
        expect(
          EditorState.create({ doc })
            .update({ changes: editsBetween(one, other) })
            .newDoc.toString(),
        ).toBe(other);
      }),
    );
  });

  it('arrives whole, line ends and all', () => {
    fc.assert(
      fc.property(fileTexts, fileTexts, (before, after) => {
        const state = start(before);
        expect(fileText(state.update(outsideUpdate(state, after) ?? {}).state)).toBe(after);
      }),
    );
  });

  it('touches nothing but what differs', () => {
    expect(editsBetween('one two three\nfour\n', 'one 2 three\nfour\n')).toEqual([
      { from: 4, to: 7, insert: '2' },
    ]);
    expect(editsBetween('same\n', 'same\n')).toEqual([]);
    expect(outsideUpdate(start('same\r\n'), 'same\r\n')).toBeUndefined();
  });

  it('leaves the caret between the same words', () => {
    const state = start('alpha\nbeta\ngamma').update({ selection: { anchor: 8 } }).state;
    const next = state.update(outsideUpdate(state, 'new line\nalpha\nbeta\ngamma and more') ?? {}).state;
    expect(next.sliceDoc(0, next.selection.main.head)).toBe('new line\nalpha\nbe');
  });

  it('can be undone around, but not undone', () => {
    const typed = start('alpha\nbeta\n').update({
      changes: { from: 5, insert: '!' },
      userEvent: 'input.type',
    }).state;
    const merged = typed.update(outsideUpdate(typed, 'alpha!\nbeta\ngamma\n') ?? {}).state;
    expect(undoDepth(merged)).toBe(1);
    expect(fileText(run(merged, undo))).toBe('alpha\nbeta\ngamma\n');
    expect(fileText(run(run(merged, undo), redo))).toBe('alpha!\nbeta\ngamma\n');
  });

  it('carries places along', () => {
    expect(changesBetween('one two', 'zero one two').mapPos(4)).toBe(9);
  });
});

describe('what was done before', () => {
  const typed = start('alpha\r\nbeta').update({
    changes: { from: 5, insert: '!' },
    userEvent: 'input.type',
  }).state;

  it('can still be undone when the card is opened again', () => {
    const again = start('alpha!\r\nbeta', rememberState(typed));
    expect(fileText(again)).toBe('alpha!\r\nbeta');
    expect(fileText(run(again, undo))).toBe('alpha\r\nbeta');
  });

  it('can be undone although the file was changed meanwhile', () => {
    const again = start('alpha!\r\nbeta\r\ngamma', rememberState(typed));
    expect(fileText(again)).toBe('alpha!\r\nbeta\r\ngamma');
    expect(fileText(run(again, undo))).toBe('alpha\r\nbeta\r\ngamma');
  });

  it('keeps the newest steps, and no more than there is room for', () => {
    let state = start('');
    for (let step = 0; step < 400; step += 1) {
      state = state.update({
        changes: { from: state.doc.length, insert: step === 399 ? 'y'.repeat(10_000) : 'x\n' },
        annotations: isolateHistory.of('full'),
        userEvent: 'input',
      }).state;
    }
    expect(undoDepth(state)).toBe(400);
    const many = rememberState(state);
    expect(many.length).toBeLessThan(200_000);
    const again = start(fileText(state), many);
    expect(undoDepth(again)).toBe(200);
    expect(fileText(run(again, undo))).toBe(fileText(state).replace(/y+$/, ''));

    const large = state.update({ changes: { from: 0, insert: 'z'.repeat(1_000_000) } }).state;
    const undone = run(large.update({ changes: { from: 0, to: 1_000_000 } }).state, undo);
    expect(rememberState(undone).length).toBeLessThan(2_200_000);
  });

  it('is of no use where most of the text was written anew, and that is said', () => {
    const { state, forgot } = startState(
      'Nothing of it stands here any more',
      extensions,
      rememberState(typed),
    );
    expect([fileText(state), undoDepth(state), forgot]).toEqual([
      'Nothing of it stands here any more',
      0,
      true,
    ]);
    const untouched = rememberState(start('alpha'));
    expect(startState('Nothing of it', extensions, untouched).forgot).toBe(false);
  });

  it.each(['', 'null', '{', '{"doc":1}', '{"doc":"x","selection":{"ranges":[]},"history":7}'])(
    'is forgotten where it cannot be read: %s',
    (remembered) => {
      expect(fileText(start('the file', remembered))).toBe('the file');
    },
  );
});
