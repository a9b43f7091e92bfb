// Nothing ever leads away from the page: not a link, not a file dropped on the window. What a link means is
// decided where it stands; this is the net below.

/** Stops every way a page can be left by hand, until the returned function is called. */
export function stayOnPage(target: Document): () => void {
  const stopLink = (event: Event) => {
    if (event.target instanceof Element && event.target.closest('a[href]') !== null) event.preventDefault();
  };
  const stop = (event: Event) => {
    event.preventDefault();
  };
  const stops: [string, (event: Event) => void][] = [
    ['click', stopLink],
    ['auxclick', stopLink],
    ['dragstart', stopLink],
    ['dragover', stop],
    ['drop', stop],
  ];
  for (const [name, listener] of stops) target.addEventListener(name, listener);
  return () => {
    for (const [name, listener] of stops) target.removeEventListener(name, listener);
  };
}
