// Where a measure must be known as a number of pixels: it still comes from the tokens.

const rem = /^(-?[\d.]+)rem$/;

/** The pixels of a token that is given in rem, at the size of type the user has chosen; none if it is not. */
export function pixels(token: `--${string}`, element: Element): number | undefined {
  const written = rem.exec(getComputedStyle(element).getPropertyValue(token).trim());
  const size = parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize);
  return written === null || Number.isNaN(size) ? undefined : Number(written[1]) * size;
}
