// The states in which the gallery shows a component, and what it then has written on it.

import { m } from '../../paraglide/messages';

/** One state of a component. */
export type State = 'rest' | 'hover' | 'focus' | 'disabled' | 'busy' | 'error' | 'long' | 'rtl';

/** What a state is called. */
export function stateWord(state: State): string {
  return words[state]();
}

/** The label of a component in a state: short, far too long, or in a script that runs the other way. */
export function sampleLabel(state: State): string {
  if (state === 'long') return m.gallery_sample_long();
  return state === 'rtl' ? m.gallery_sample_rtl() : m.gallery_sample_label();
}

/** The mistake a component reports, in the state that shows one. */
export function sampleError(state: State): string | undefined {
  return state === 'error' ? m.gallery_sample_error() : undefined;
}

const words: Readonly<Record<State, () => string>> = {
  rest: m.gallery_state_rest,
  hover: m.gallery_state_hover,
  focus: m.gallery_state_focus,
  disabled: m.gallery_state_disabled,
  busy: m.gallery_state_busy,
  error: m.gallery_state_error,
  long: m.gallery_state_long,
  rtl: m.gallery_state_rtl,
};
