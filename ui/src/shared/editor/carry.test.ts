// @vitest-environment happy-dom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carried } from './carry';

test('what was typed meanwhile stands beside what came back', () => {
  const sent = 'one\ntwo\nthree\n';
  expect(carried(sent, 'one\ntwo\nTHREE\n', 'one more\ntwo\nthree\n')).toBe('one more\ntwo\nTHREE\n');
  expect(carried(sent, 'zero\none\ntwo\nthree\n', 'one\ntwo\nthree four\n')).toBe(
    'zero\none\ntwo\nthree four\n',
  );
  expect(carried(sent, sent, 'typed\n')).toBe('typed\n');
  expect(carried(sent, 'one\n', sent)).toBe('one\n');
});

test('nothing that was typed and nothing that came back is lost where they stand apart', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(word, word, (mine, theirs) => {
      const sent = 'first line\n\nmiddle line\n\nlast line\n';
      const typed = sent.replace('first line', `first line ${mine}`);
      const back = sent.replace('last line', `last line ${theirs}`);
      expect(carried(sent, back, typed)).toBe(`first line ${mine}\n\nmiddle line\n\nlast line ${theirs}\n`);
    }),
  );
});
