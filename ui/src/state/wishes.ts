// What the desktop asks of the page, handed to the part of the page that can do it. Nothing here changes a file:
// a wish for a new card or for dropped files ends in a question to the user.

import type { DroppedFiles, Wish } from '../generated/api';

/** The parts of the page that grant wishes. */
export interface Granter {
  readonly run: (id: string) => void;
  readonly openCard: (key: string) => void;
  readonly search: (query: string) => void;
  readonly askNewCard: (type: string, title: string) => void;
  readonly refuseLink: (message: string) => void;
  readonly askDrop: (files: DroppedFiles) => void;
  readonly hearShortcut: () => void;
}

/** Grants a wish. */
export function grant(wish: Wish, granter: Granter): void {
  switch (wish.kind) {
    case 'command':
      granter.run(wish.id);
      break;
    case 'open_card':
      granter.openCard(wish.key);
      break;
    case 'search':
      granter.search(wish.query);
      break;
    case 'new_card':
      granter.askNewCard(wish.type, wish.title);
      break;
    case 'refused_link':
      granter.refuseLink(wish.message);
      break;
    case 'dropped':
      granter.askDrop({
        id: wish.id,
        folder: wish.folder,
        cards: wish.cards,
        pictures: wish.pictures,
        refused: wish.refused,
      });
      break;
    case 'shortcut_heard':
      granter.hearShortcut();
      break;
  }
}
