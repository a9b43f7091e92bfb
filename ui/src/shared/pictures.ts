// The pictures of a card come into the page when they come into sight: asked for by their number, and shown from the
// bytes the program answers with. No address of a card is ever loaded.

import { m } from '../paraglide/messages';

/** A picture as the program answers with it. */
export interface Picture {
  readonly media: string;
  /** Base64. */
  readonly data: string;
  readonly width: number;
  readonly height: number;
}

/** Fetches the picture of a number; it throws with a sentence where there is none. */
export type PictureOf = (number: number) => Promise<Picture>;

// Anything else would be a document.
const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** How far below the edge a picture is fetched ahead of the eye. */
const ahead = '50%';

/** Lets the places of pictures in a card's HTML be filled; what it returns stops that. */
export function fillPictures(root: Element, pictureOf: PictureOf): () => void {
  let gone = false;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        void fill(target, pictureOf, () => gone);
      }
    },
    { rootMargin: ahead },
  );
  for (const place of root.querySelectorAll('[data-picture]')) observer.observe(place);
  return () => {
    gone = true;
    observer.disconnect();
  };
}

async function fill(place: Element, pictureOf: PictureOf, isGone: () => boolean): Promise<void> {
  const words = place.textContent;
  try {
    const { media, data, width, height } = await pictureOf(Number(place.getAttribute('data-picture')));
    if (isGone()) return;
    if (!shown.has(media)) throw new TypeError(media);
    const image = document.createElement('img');
    image.alt = words;
    image.width = width;
    image.height = height;
    image.decoding = 'async';
    image.src = `data:${media};base64,${data}`;
    place.replaceChildren(image);
  } catch (thrown) {
    if (isGone()) return;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    place.textContent = m.picture_not_shown({ words, why });
  }
}
