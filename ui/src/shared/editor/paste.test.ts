// The clipboard is written by others: links that a card may hold come through, and nothing else does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkOver, linksFromHtml } from './paste';

describe('a passage from a web page', () => {
  it.each([
    ['<a href="https://example.org/a">Words</a>', '[Words](https://example.org/a)'],
    [
      '<meta charset="utf-8"><p>See <a class="x" href=\'https://e.org/?a=1&amp;b=2\'>the <b>table</b></a>.</p>',
      'See [the table](https://e.org/?a=1&b=2).',
    ],
    ['<p>One <a href="https://e.org">a</a></p><p>Two</p>', 'One [a](https://e.org)\n\nTwo'],
    ['<a href="https://e.org/(x) y">a [b]</a>', '[a \\[b\\]](https://e.org/%28x%29%20y)'],
    [
      'Tom &amp; Ann &#8211; <a href="mailto:a@e.org">write&nbsp;us</a>',
      'Tom & Ann – [write us](mailto:a@e.org)',
    ],
    ['<a href="https://e.org">never closed', '[never closed](https://e.org)'],
  ])('%s', (html, markdown) => {
    expect(linksFromHtml(html)).toBe(markdown);
  });

  it.each([
    '',
    '<p>No link at all</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="data:text/html,x">x</a>',
    '<a href="/relative">x</a>',
    '<a name="x">x</a>',
    '<a href="https://e.org"> </a>',
  ])('is pasted as plain text where it has no link for a card: %s', (html) => {
    expect(linksFromHtml(html)).toBeUndefined();
  });

  it('brings no style, script or comment along', () => {
    const html =
      '<style>p{}</style><script>x()</script><!-- <a href="https://no.org">no</a> --><a href="https://e.org">a</a>';
    expect(linksFromHtml(html)).toBe('[a](https://e.org)');
  });

  it('holds no address but of the web and of mail, whatever the clipboard has', () => {
    const pieces = fc.constantFrom(
      '<a href="',
      'javascript:',
      'https://e.org',
      '">',
      '</a>',
      'x',
      '<',
      '&#106;',
      "'",
      '<p>',
      '(',
      ')',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const links = [...(linksFromHtml(parts.join('')) ?? '').matchAll(/(?<!\\)\]\(([^)]*)\)/g)];
        for (const [, address] of links) expect(address).toMatch(/^(?:https?|mailto):/);
      }),
    );
  });
});

describe('an address pasted over words', () => {
  it('makes them a link', () => {
    expect(linkOver('the table', ' https://e.org/(a)\n')).toBe('[the table](https://e.org/%28a%29)');
    expect(linkOver('write', 'mailto:a@e.org')).toBe('[write](mailto:a@e.org)');
  });

  it.each([
    ['', 'https://e.org'],
    ['  ', 'https://e.org'],
    ['https://old.org', 'https://e.org'],
    ['a [b] c', 'https://e.org'],
    ['one\ntwo', 'https://e.org'],
    ['words', 'https://e.org and more'],
    ['words', 'plain words'],
    ['words', 'javascript:alert(1)'],
    ['words', 'file:///etc/passwd'],
  ])('takes the place of %j as it is: %j', (words, pasted) => {
    expect(linkOver(words, pasted)).toBeUndefined();
  });
});
