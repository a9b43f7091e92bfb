// The question for a new card: its type and its title. A link may bring both, and still only asks.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, FirstLink } from '../generated/api';

/** The types a new card may have, the plainest first. */
export const cardTypes = [
  'note',
  'force',
  'challenge',
  'factor',
  'approach',
  'question',
  'proof',
  'concern',
  'conversation',
  'recommendation',
  'context',
  'role',
  'term',
] as const;

/** What is known of the card already. */
export interface Asked {
  readonly type?: string;
  readonly title?: string;
  readonly linked?: boolean;
  readonly link?: FirstLink | undefined;
}

/** The question for a new card. */
export class NewCard {
  /** Whether it is asked. */
  open = $state(false);
  type = $state<string>(cardTypes[0]);
  title = $state('');
  /** Whether a link from outside asks for the card. */
  linked = $state(false);
  /** The link that the card has from the start, where it is to close a gap. */
  link = $state.raw<FirstLink>();
  /** Whether it is being written. */
  busy = $state(false);
  /** Why it cannot be written. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #made: (key: string, title: string) => void;

  /** Makes the question; `made` hears of the card that was written. */
  constructor(call: Call, made: (key: string, title: string) => void) {
    this.#call = call;
    this.#made = made;
  }

  /** Asks, with what is known already; says whether it does. Words that are being typed stay, whoever asks. */
  ask({ type = '', title = '', linked = false, link }: Asked = {}): boolean {
    if (this.open && this.title.trim() !== '') return false;
    this.type = cardTypes.find((known) => known === type) ?? cardTypes[0];
    this.title = title;
    this.linked = linked;
    this.link = link;
    this.error = undefined;
    this.open = true;
    return true;
  }

  /** Writes the card. Nothing is written without a title. */
  async create(): Promise<void> {
    const title = this.title.trim();
    if (title === '' || this.busy) return;
    this.busy = true;
    this.error = undefined;
    try {
      const { key } = await this.#call('new_card', {
        type: this.type,
        title,
        ...(this.link && { link: this.link }),
      });
      this.open = false;
      this.#made(key, title);
    } catch (thrown) {
      this.error = toCallError(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Writes nothing. */
  close(): void {
    this.open = false;
  }
}
