// The questions about the card that is read: another file name or folder, a section of its own, two cards made one,
// into the bin. Each says what becomes of the links before anything is done.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, SectionRow } from '../generated/api';
import { Preview, previewRestMs } from './preview.svelte';

/** What can be asked about a card. */
export type CardAct = 'rename' | 'move' | 'split' | 'merge' | 'delete';

/** The card that is asked about. */
export interface Subject {
  readonly key: string;
  readonly title: string;
  readonly path: string;
}

/** Another card. */
export interface OtherCard {
  readonly key: string;
  readonly title: string;
}

/** What was done: the act, the card, and the card to read now where that is another one. */
export interface Done {
  readonly act: CardAct;
  readonly subject: Subject;
  /** What it is called now, or the name or folder it got. */
  readonly name: string;
  readonly key: string | undefined;
}

/** The questions; one at a time. */
export class CardActs {
  /** What is asked. */
  asked = $state<CardAct>();
  subject = $state.raw<Subject>();
  /** The file name, the folder, or the title of the new card. */
  name = $state('');
  sections = $state.raw<readonly SectionRow[]>();
  /** Why the sections are not known. */
  trouble = $state.raw<ApiError>();
  /** The section that becomes a card, by its place in the list. */
  section = $state(0);
  /** The other card, once it was chosen. */
  other = $state.raw<OtherCard>();
  /** Whether the card that is read takes the other one in, and not the other way round. */
  takes = $state(false);

  readonly renaming: Preview<'rename_card'>;
  readonly moving: Preview<'move_card'>;
  readonly splitting: Preview<'split_card'>;
  readonly merging: Preview<'merge_cards'>;
  readonly deleting: Preview<'delete_card'>;

  readonly #call: Call;
  readonly #done: (done: Done) => void;
  #begun = 0;

  /** Makes the questions; `done` hears of each act. */
  constructor(call: Call, done: (done: Done) => void) {
    this.#call = call;
    this.#done = done;
    this.renaming = new Preview(call, 'rename_card');
    this.moving = new Preview(call, 'move_card');
    this.splitting = new Preview(call, 'split_card');
    this.merging = new Preview(call, 'merge_cards');
    this.deleting = new Preview(call, 'delete_card');
  }

  /** Whether two cards are to be made one and the other is not chosen yet. */
  get choosing(): boolean {
    return this.asked === 'merge' && this.other === undefined;
  }

  /** What the merge takes in, and what it goes into. */
  readonly pair = $derived.by(() => {
    const { subject, other, takes } = this;
    if (subject === undefined || other === undefined) return undefined;
    return takes ? { from: other, into: subject } : { from: subject, into: other };
  });

  /** Asks. */
  ask(asked: CardAct, subject: Subject): void {
    this.#begun += 1;
    this.subject = subject;
    this.asked = asked;
    this.other = undefined;
    this.takes = false;
    this.sections = undefined;
    this.trouble = undefined;
    this.section = 0;
    for (const preview of [this.renaming, this.moving, this.splitting, this.merging, this.deleting]) {
      preview.forget();
    }
    const slash = subject.path.lastIndexOf('/');
    this.name = '';
    if (asked === 'rename') this.name = subject.path.slice(slash + 1).replace(/\.md$/i, '');
    if (asked === 'move') this.name = subject.path.slice(0, Math.max(slash, 0));
    if (asked === 'delete') this.deleting.try({ key: subject.key });
    if (asked === 'split') void this.#findSections(subject.key);
  }

  /** Does nothing. */
  close(): void {
    this.#begun += 1;
    this.asked = undefined;
  }

  /** Takes what is typed as the file name, the folder, or the title. */
  type(name: string): void {
    this.name = name;
    this.#preview(previewRestMs);
  }

  /** Takes another section; the new card is called as its heading until something else is typed. */
  chooseSection(section: number): void {
    const before = this.sections?.[this.section]?.heading ?? '';
    this.section = section;
    if (this.name === '' || this.name === before) this.name = this.sections?.[section]?.heading ?? '';
    this.#preview(0);
  }

  /** Takes the other card. */
  chooseOther(other: OtherCard): void {
    this.other = other;
    this.#preview(0);
  }

  /** Turns round which card takes the other in. */
  turn(takes: boolean): void {
    this.takes = takes;
    this.#preview(0);
  }

  /** Whether what is asked can be done as it stands. */
  readonly ready = $derived.by(() => {
    const { asked, subject, name } = this;
    if (subject === undefined || asked === undefined) return false;
    if (asked === 'delete') return true;
    if (asked === 'merge') return this.pair !== undefined && this.merging.error === undefined;
    if (asked === 'move') return name.trim().replace(/^\/+|\/+$/g, '') !== folderOf(subject.path);
    if (asked === 'rename') return name.trim() !== '' && fileName(name) !== fileOf(subject.path);
    return name.trim() !== '' && this.sections !== undefined && this.sections.length > 0;
  });

  /** Does what is asked. */
  async do(): Promise<void> {
    const { asked, subject, name, pair } = this;
    if (asked === undefined || subject === undefined || !this.ready) return;
    const begun = this.#begun;
    const { key } = subject;
    let now: string | undefined;
    let called = name.trim();
    let isDone = false;
    if (asked === 'rename' || asked === 'move') {
      const moved =
        asked === 'rename'
          ? await this.renaming.do({ key, name: called })
          : await this.moving.do({ key, folder: called });
      isDone = moved !== undefined;
      if (moved !== undefined) called = asked === 'rename' ? fileOf(moved.to) : folderOf(moved.to);
      now = moved?.key === key ? undefined : moved?.key;
    } else if (asked === 'split') {
      const split = await this.splitting.do(this.#splitWanted(key));
      isDone = split !== undefined;
      now = split?.key;
    } else if (asked === 'merge' && pair !== undefined) {
      const merged = await this.merging.do({ from: pair.from.key, into: pair.into.key });
      isDone = merged !== undefined;
      now = merged?.key;
      called = pair.into.title;
    } else {
      isDone = (await this.deleting.do({ key })) !== undefined;
    }
    if (!isDone) return;
    if (begun === this.#begun) this.close();
    this.#done({ act: asked, subject, name: called, key: now });
  }

  #preview(restMs: number): void {
    const { asked, subject, pair } = this;
    if (subject === undefined || asked === undefined) return;
    const { key } = subject;
    const name = this.name.trim();
    if (asked === 'merge') {
      if (pair !== undefined) this.merging.try({ from: pair.from.key, into: pair.into.key }, restMs);
      return;
    }
    if (asked === 'delete') return;
    const preview = { rename: this.renaming, move: this.moving, split: this.splitting }[asked];
    if (!this.ready) preview.forget();
    else if (asked === 'rename') this.renaming.try({ key, name }, restMs);
    else if (asked === 'move') this.moving.try({ key, folder: name }, restMs);
    else this.splitting.try(this.#splitWanted(key), restMs);
  }

  #splitWanted(key: string) {
    const row = this.sections?.[this.section];
    return { key, section: row?.heading ?? '', number: row?.number ?? 1, title: this.name.trim() };
  }

  async #findSections(key: string): Promise<void> {
    const begun = this.#begun;
    try {
      const { sections } = await this.#call('card_sections', { key });
      if (begun !== this.#begun) return;
      this.sections = sections;
      if (sections.length > 0) this.chooseSection(0);
    } catch (thrown) {
      if (begun === this.#begun) this.trouble = toCallError(thrown);
    }
  }
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function fileName(name: string): string {
  const bare = name.trim();
  return bare.toLowerCase().endsWith('.md') ? bare : `${bare}.md`;
}
