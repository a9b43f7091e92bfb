import { afterEach, describe, expect, it, vi } from 'vitest';
import { followLinks, linkOf } from './links';

function anchor(html: string): Element {
  document.body.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  const found = document.querySelector('a');
  if (found === null) throw new Error('no link');
  return found;
}

afterEach(() => {
  document.body.replaceChildren();
});

describe('links in a card', () => {
  it.each([
    ['<a href="oneup://card/core/plant-manager">x</a>', { to: 'card', key: 'core/plant-manager' }],
    ['<a href="oneup://card/mine/notes/a%20b">x</a>', { to: 'card', key: 'mine/notes/a b' }],
    ['<a href="oneup://card/core/a#careful">x</a>', { to: 'card', key: 'core/a' }],
    ['<a href="#md-source-2">x</a>', { to: 'place', anchor: 'md-source-2' }],
    ['<a data-link="3">x</a>', { to: 'outside', link: 3 }],
    ['<a href="https://example.org" data-link="1">x</a>', { to: 'outside', link: 1 }],
  ])('%s', (html, link) => {
    expect(linkOf(anchor(html))).toEqual(link);
  });

  it.each([
    '<a href="https://example.org">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="oneup://card/%E0%A4%A">x</a>',
    '<a href="oneup://card/">x</a>',
    '<a href="#">x</a>',
    '<a data-link="-1">x</a>',
  ])('means nothing: %s', (html) => {
    expect(linkOf(anchor(html))).toBeUndefined();
  });

  it.each([
    ['click', 0, 1],
    ['auxclick', 1, 1],
    ['auxclick', 2, 0],
  ])('never leads away (%s, button %d)', (type, button, followed) => {
    const link = anchor('<div><a href="oneup://card/core/a"><em>x</em></a></div>');
    const onfollow = vi.fn();
    const stop = followLinks(onfollow)(document.body);
    const event = new MouseEvent(type, { bubbles: true, cancelable: true, button });
    link.firstElementChild?.dispatchEvent(event);
    stop();
    expect(event.defaultPrevented).toBe(true);
    expect(onfollow).toHaveBeenCalledTimes(followed);
  });
});
