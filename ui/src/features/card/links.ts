// What a link in the text of a card means here. None of them leads anywhere by itself.

/** Another card, a link that would leave the program, or a place on this page. */
export type CardLink =
  { to: 'card'; key: string } | { to: 'outside'; link: number } | { to: 'place'; anchor: string };

const cardAddress = 'oneup://card/';

/** Reads a link by its attributes; nothing if it means nothing here. */
export function linkOf(anchor: Element): CardLink | undefined {
  const number = anchor.getAttribute('data-link');
  if (number !== null && /^\d+$/.test(number)) return { to: 'outside', link: Number(number) };
  const href = anchor.getAttribute('href') ?? '';
  if (href.startsWith(cardAddress)) {
    const key = decoded(href.slice(cardAddress.length).replace(/[?#].*$/, ''));
    return key === undefined || key === '' ? undefined : { to: 'card', key };
  }
  if (href.startsWith('#') && href.length > 1) {
    const place = decoded(href.slice(1));
    return place === undefined ? undefined : { to: 'place', anchor: place };
  }
  return undefined;
}

/** Hears of every link that is followed inside an element, by pointer or key, and stops what it would have done. */
export function followLinks(onfollow: (link: CardLink) => void): (element: HTMLElement) => () => void {
  return (element) => {
    const listener = (event: MouseEvent) => {
      const anchor = event.target instanceof Element ? event.target.closest('a') : null;
      if (anchor === null || !element.contains(anchor)) return;
      event.preventDefault();
      // The secondary button is for the context menu; the middle one follows like the first.
      if (event.button === 2) return;
      const link = linkOf(anchor);
      if (link !== undefined) onfollow(link);
    };
    element.addEventListener('click', listener);
    element.addEventListener('auxclick', listener);
    return () => {
      element.removeEventListener('click', listener);
      element.removeEventListener('auxclick', listener);
    };
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
