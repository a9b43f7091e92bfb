// Where a link of the text leads, by the place of the caret or the pointer.

import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';

/** The target of the link at a place: the id of a card, a path or an address, as the text has it. */
export function targetAt(state: EditorState, at: number): string | undefined {
  for (const side of [-1, 1] as const) {
    for (let node = syntaxTree(state).resolveInner(at, side); ;) {
      if (node.name === 'CardLink' || node.name === 'Link' || node.name === 'Autolink') {
        const target = node.getChild('CardLinkTarget') ?? node.getChild('URL');
        if (target !== null) return state.sliceDoc(target.from, target.to).replace(/^<|>$/g, '');
      }
      if (node.name === 'URL' && node.parent?.name !== 'Image')
        return state.sliceDoc(node.from, node.to).replace(/^<|>$/g, '');
      const { parent } = node;
      if (parent === null) break;
      node = parent;
    }
  }
  return undefined;
}
