// In which language the page speaks. Reading it is reactive, so that every text on the page follows a change at once.

import { getTextDirection, isLocale, overwriteGetLocale, type Locale } from '../paraglide/runtime';

/** The language of every page that nothing else is asked of. */
const ownLocale: Locale = 'en';

let current = $state<Locale>(ownLocale);

overwriteGetLocale(() => current);

/** The language the page speaks. */
export function pageLocale(): Locale {
  return current;
}

/** Makes the page speak a language, and tells the browser which; an unknown one is left alone. */
export function setPageLocale(wanted: string): void {
  if (!isLocale(wanted)) return;
  current = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = getTextDirection(wanted);
}

/** Follows the address: `?locale=en-XA` is how a test asks for another language. */
export function followAddress(address: string): void {
  const wanted = new URL(address).searchParams.get('locale');
  if (wanted !== null) setPageLocale(wanted);
}
