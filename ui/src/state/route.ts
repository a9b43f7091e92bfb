// Pages as addresses and back. Pure. An address is what stands behind the `#` of the window's location: it names a
// page, a part of a page, or a card on the library page, and is all that the way back has to remember.

/** The pages of the window. */
export type PageName =
  | 'library'
  | 'map'
  | 'gaps'
  | 'review'
  | 'copy'
  | 'history'
  | 'bin'
  | 'replace'
  | 'bring'
  | 'settings'
  | 'activity'
  | 'gallery';

/** A place in the window. */
export interface Route {
  readonly page: PageName;
  /** A part of the page, as `keys` of the settings. */
  readonly section?: string;
  /** The card that is read, on the library page. */
  readonly card?: string;
}

const pages: readonly string[] = [
  'library',
  'map',
  'gaps',
  'review',
  'copy',
  'history',
  'bin',
  'replace',
  'bring',
  'settings',
  'activity',
  'gallery',
] satisfies PageName[];
const cardMark = 'card=';

/** Reads an address. One that names nothing leads to the library. */
export function routeOf(address: string): Route {
  const text = address.replace(/^#/, '');
  if (text.startsWith(cardMark)) {
    const card = decoded(text.slice(cardMark.length));
    return card === undefined || card === '' ? { page: 'library' } : { page: 'library', card };
  }
  const [name = '', ...rest] = text.split('/');
  if (!isPage(name)) return { page: 'library' };
  const section = decoded(rest.join('/'));
  return section === undefined || section === '' ? { page: name } : { page: name, section };
}

/** Writes an address. */
export function addressOf({ page, section, card }: Route): string {
  if (card !== undefined) return `#${cardMark}${encodeURIComponent(card)}`;
  return section === undefined ? `#${page}` : `#${page}/${encodeURIComponent(section)}`;
}

function isPage(name: string): name is PageName {
  return pages.includes(name);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
