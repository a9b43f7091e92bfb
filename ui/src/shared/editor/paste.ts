// What is pasted or dropped: links of a web page become links of Markdown, an address over selected words links them,
// and pictures are handed to the program, which keeps them beside the cards. Nothing is fetched, and no HTML is given to
// the browser to read.

import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { parser } from '@lezer/html';
import { m } from '../../paraglide/messages';
import { frontMatterOf } from './markdown';

/** Keeps a picture, and says by which path a card names it; nothing where it could not be kept. */
export type KeepImage = (image: Blob) => Promise<{ path: string } | undefined>;

/** Turns the HTML of a passage with links into Markdown; nothing where it has no link that a card may hold. */
export function linksFromHtml(html: string): string | undefined {
  const out: string[] = [];
  const open: { href: string; from: number }[] = [];
  let links = 0;
  const closeLink = () => {
    const link = open.pop();
    if (link === undefined) return;
    const words = out.splice(link.from).join('').replace(/\s+/g, ' ').trim();
    if (words === '') return;
    links += 1;
    out.push(`[${words.replace(/[[\]\\]/g, '\\$&')}](${link.href})`);
  };
  parser.parse(html).iterate({
    enter(node) {
      const text = html.slice(node.from, node.to);
      if (/^(?:Comment|StyleText|ScriptText|ProcessingInst|DoctypeDecl)$/.test(node.name)) return false;
      if (node.name === 'OpenTag' || node.name === 'SelfClosingTag') {
        const tag = /^<([\w-]+)/.exec(text)?.[1]?.toLowerCase() ?? '';
        const href = tag === 'a' ? safeAddress(text) : undefined;
        if (href !== undefined) open.push({ href, from: out.length });
        if (breaks.has(tag)) out.push(tag === 'br' ? '\n' : '\n\n');
        return false;
      }
      if (node.name === 'CloseTag') {
        if (/^<\/a\s*>/i.test(text)) closeLink();
        return false;
      }
      if (node.name === 'Text') out.push(text.replace(/\s+/g, ' '));
      if (node.name === 'EntityReference' || node.name === 'CharacterReference') out.push(character(text));
      return undefined;
    },
  });
  while (open.length > 0) closeLink();
  if (links === 0) return undefined;
  return out
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** The words as a link to the address that was pasted over them; nothing where it is none, or they cannot be one. */
export function linkOver(words: string, pasted: string): string | undefined {
  const address = pasted.trim();
  if (words.trim() === '' || /[[\]\n\r]/.test(words) || /\s/.test(address)) return undefined;
  // An address over an address takes its place.
  const href = /^(?:https?|mailto):/i.test(words.trim()) ? undefined : safe(address);
  return href === undefined ? undefined : `[${words}](${href})`;
}

/** Takes links and pictures from the clipboard, and pictures that are dropped on the text. */
export function richPaste(keepImage: KeepImage): Extension {
  return [
    pendingImages,
    EditorView.domEventHandlers({
      paste(event, view) {
        const { clipboardData: data } = event;
        if (view.state.readOnly || data === null) return false;
        const plain = data.getData('text/plain');
        const { from, to } = view.state.selection.main;
        const images = imagesOf(data);
        // A table or a passage comes with a picture of itself; the words are what is meant.
        if (images.length > 0 && plain.trim() === '') {
          void insertImages(view, images, keepImage);
          return true;
        }
        const one = view.state.selection.ranges.length === 1;
        const link = one ? linkOver(view.state.sliceDoc(from, to), plain) : undefined;
        const words = link ?? linksFromHtml(data.getData('text/html'));
        if (words === undefined) return false;
        view.dispatch(view.state.replaceSelection(words), { userEvent: 'input.paste', scrollIntoView: true });
        return true;
      },
      drop(event, view) {
        const images = event.dataTransfer === null ? [] : imagesOf(event.dataTransfer);
        if (images.length === 0) return false;
        event.preventDefault();
        if (view.state.readOnly) return true;
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
        if (at !== null) view.dispatch({ selection: { anchor: at } });
        view.focus();
        void insertImages(view, images, keepImage);
        return true;
      },
    }),
  ];
}

function imagesOf(data: DataTransfer): File[] {
  return [...data.files].filter(({ type }) => type.startsWith('image/'));
}

/** Puts pictures that the program keeps already at the caret. */
export function insertKeptImages(view: EditorView, paths: readonly string[]): void {
  const words = paths.map((path) => imageOf(path)).join('\n\n');
  if (words === '' || view.state.readOnly) return;
  leaveFrontMatter(view);
  view.dispatch(view.state.replaceSelection(words), {
    effects: EditorView.announce.of(m.editor_image_kept()),
    userEvent: 'input.paste',
    scrollIntoView: true,
  });
}

const startImage = StateEffect.define<{ token: object; at: number }>({
  map: ({ token, at }, changes) => ({ token, at: changes.mapPos(at) }),
});
const endImage = StateEffect.define<object>();

/** Where pictures belong that are still being kept: one goes on writing meanwhile. */
const pendingImages = StateField.define<ReadonlyMap<object, number>>({
  create: () => new Map(),
  update(places, { changes, effects }) {
    const next = new Map([...places].map(([token, at]) => [token, changes.mapPos(at)]));
    for (const effect of effects) {
      if (effect.is(startImage)) next.set(effect.value.token, effect.value.at);
      if (effect.is(endImage)) next.delete(effect.value);
    }
    return next;
  },
});

/** Among the keys of a card a picture would make them unreadable; it stands before the text instead. */
function leaveFrontMatter(view: EditorView): void {
  const { doc, selection } = view.state;
  const block = frontMatterOf(doc);
  if (block === undefined) return;
  const { to } = doc.lineAt(block.to);
  if (selection.main.from > to) return;
  const changes = to === doc.length ? { from: to, insert: '\n' } : [];
  view.dispatch({ changes, selection: { anchor: to + 1 } });
}

/** One after the other, so that they stand in the order in which they came. */
async function insertImages(view: EditorView, images: readonly Blob[], keepImage: KeepImage): Promise<void> {
  leaveFrontMatter(view);
  for (const [number, image] of images.entries()) {
    if (number > 0) {
      const at = view.state.doc.lineAt(view.state.selection.main.head).to;
      view.dispatch({ changes: { from: at, insert: '\n\n' }, selection: { anchor: at + 2 } });
    }
    await insertImage(view, image, keepImage);
  }
}

/** A picture as Markdown; it is still to be described. */
function imageOf(path: string): string {
  return /[\s()<>]/.test(path) ? `![](<${path.replace(/[<>\n]/g, encodeURIComponent)}>)` : `![](${path})`;
}

async function insertImage(view: EditorView, image: Blob, keepImage: KeepImage): Promise<void> {
  const token = {};
  view.dispatch(view.state.replaceSelection(''));
  view.dispatch({ effects: startImage.of({ token, at: view.state.selection.main.from }) });
  const kept = await keepImage(image).catch(() => undefined);
  const at = view.state.field(pendingImages).get(token) ?? view.state.selection.main.from;
  if (kept === undefined) {
    view.dispatch({ effects: [endImage.of(token), EditorView.announce.of(m.editor_image_failed())] });
    return;
  }
  // The caret goes to where the picture is described, unless one writes elsewhere already.
  const stays = view.state.selection.main.head !== at;
  view.dispatch({
    changes: { from: at, insert: imageOf(kept.path) },
    ...(stays ? {} : { selection: { anchor: at + 2 } }),
    effects: [endImage.of(token), EditorView.announce.of(m.editor_image_kept())],
    userEvent: 'input.paste',
  });
}

const breaks = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote']);

/** The address of a link, if it is one that a card may hold. */
function safeAddress(tag: string): string | undefined {
  const found = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag);
  return safe((found?.[1] ?? found?.[2] ?? found?.[3] ?? '').replace(/&#?\w+;/g, character).trim());
}

/** An address as a card may hold it. */
function safe(written: string): string | undefined {
  if (!URL.canParse(written) || !/^(?:https?|mailto):/i.test(written)) return undefined;
  return written.replace(
    /[\s()<>]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** The character that a reference stands for. The clipboard writes few of them by name; an unknown one stays. */
function character(reference: string): string {
  const number = /^&#(?:x([\da-f]+)|(\d+));?$/i.exec(reference);
  if (number === null) return named[reference.replace(/[&;]/g, '')] ?? reference;
  const code = number[1] === undefined ? Number(number[2]) : parseInt(number[1], 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}
