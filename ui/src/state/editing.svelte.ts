// A card while it is written. Each letter is a draft on the disk at once and in the file when typing rests; all calls
// go one after the other, so that an older text never overtakes a newer one.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type {
  ApiError,
  CardSaved,
  ChangedNoun,
  CheckedText,
  ConflictPart,
  EditedCard,
} from '../generated/api';
import { m } from '../paraglide/messages';

/** How long typing rests before the text goes into the file. */
export const saveRestMs = 600;

/** How long typing rests before the text is judged. */
export const checkRestMs = 250;

/** How many cards are offered for a link. */
const mostFound = 12;

/** The largest picture that the program takes, in bytes. */
export const largestPicture = 6 * 1024 * 1024;

/** A card that a link may lead to. */
export interface FoundCard {
  readonly id: string;
  readonly pack: string;
  readonly title: string;
  readonly aliases: readonly string[];
  readonly type: string;
}

/** Whether what was written is in the file. */
export type SavingNow =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'trouble'; readonly message: string; readonly hint?: string | undefined };

/** What both sides changed, and the version of the other side. */
export interface OpenConflict {
  readonly theirs: number;
  readonly parts: readonly ConflictPart[];
}

/** Carries what was typed meanwhile over to the text that came back. */
export type Carry = (sent: string, back: string, typed: string) => Promise<string>;

/** The card that is being written. */
export class Editing {
  /** The card, as it was when its editing began. */
  card = $state.raw<EditedCard>();
  /** What the answer named it by. */
  asked = $state<string>();
  saving = $state.raw<SavingNow>({ kind: 'saved' });
  /** How the program reads the text, with the text it read. */
  checked = $state.raw<CheckedText & { readonly text: string }>();
  conflict = $state.raw<OpenConflict>();
  /** Whether the outcome of a conflict is being written. */
  settling = $state(false);
  /** What a kill left unsaved, until it is taken up or thrown away. */
  draft = $state.raw<NonNullable<EditedCard['draft']>>();
  /** Takes over text that was not typed here. */
  apply: (text: string) => void = () => undefined;
  /** What can be undone in the editor, in its own form; nothing before the editor is there. */
  remember: () => string | undefined = () => undefined;
  /** Puts pictures that are kept at the caret. */
  insertPictures: (paths: readonly string[]) => void = () => undefined;

  readonly #call: Call;
  readonly #carry: Carry;
  readonly #told: (taken: readonly string[]) => void;
  readonly #refused: (error: ApiError) => void;
  #text = '';
  #version = 0;
  /** The text that is on the disk, as a draft or in the file. */
  #kept = '';
  #saved = '';
  /** What can be undone, as it was kept last. */
  #undo: string | undefined;
  #saveWanted = false;
  #lookWanted = false;
  #working: Promise<void> | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #begun = 0;

  /** Makes the state; `told` hears where something came from another program, `refused` why something cannot be. */
  constructor(
    call: Call,
    carry: Carry,
    told: (taken: readonly string[]) => void,
    refused: (error: ApiError) => void,
  ) {
    this.#call = call;
    this.#carry = carry;
    this.#told = told;
    this.#refused = refused;
  }

  /** The text as it is in the editor. */
  get text(): string {
    return this.#text;
  }

  /** Opens a card to be written; says whether it is. */
  async begin(key: string): Promise<boolean> {
    if (this.asked === key) return true;
    await this.end();
    const number = ++this.#begun;
    try {
      const card = await this.#call('edit_card', { key });
      if (number !== this.#begun) return false;
      this.#text = this.#kept = this.#saved = card.text;
      this.#version = card.version;
      this.saving = card.refused === null ? { kind: 'saved' } : { kind: 'trouble', ...card.refused };
      this.draft = card.draft ?? undefined;
      this.conflict = undefined;
      this.checked = undefined;
      this.card = card;
      this.asked = key;
      void this.#check();
      return true;
    } catch (thrown) {
      this.#refused(toCallError(thrown));
      return false;
    }
  }

  /** Takes what was typed. */
  type(text: string): void {
    if (this.card === undefined || text === this.#text) return;
    this.#text = text;
    if (this.saving.kind === 'saved') this.saving = { kind: 'saving' };
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => void this.save(), saveRestMs);
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => void this.#check(), checkRestMs);
    void this.#work();
  }

  /** Brings the text into the file now. */
  save(): Promise<void> {
    clearTimeout(this.#saveTimer);
    this.#saveWanted = true;
    return this.#work();
  }

  /** Takes the news that something changed. */
  hear(changed: ReadonlySet<ChangedNoun>): void {
    if (this.card === undefined || !changed.has('cards')) return;
    this.#lookWanted = true;
    void this.#work();
  }

  /** Gives a key of the front matter other values; none takes it out. */
  async setKey(name: string, values: readonly string[]): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    const sent = this.#text;
    try {
      const { text } = await this.#call('change_key', {
        key: card.key,
        text: sent,
        name,
        values: [...values],
      });
      if (card !== this.card) return;
      const wanted = await this.#carry(sent, text, this.#text);
      if (wanted === this.#text) return;
      this.type(wanted);
      this.apply(wanted);
    } catch (thrown) {
      this.#refused(toCallError(thrown));
    }
  }

  /** Finds cards that a link may lead to, by title, alias and text; the best first. */
  async findCards(query: string): Promise<FoundCard[]> {
    try {
      const request = { q: query, limit: mostFound, offset: 0, filters: [], facets: false };
      const { hits } = await this.#call('search', request);
      return hits.map(({ id, pack, title, type }) => {
        return { id, pack, title: title.parts.map(({ text }) => text).join(''), aliases: [], type };
      });
    } catch (thrown) {
      this.#refused(toCallError(thrown));
      return [];
    }
  }

  /** Keeps a picture beside the card; where that cannot be, nothing comes back and the user has been told why. */
  async keepPicture(picture: Blob): Promise<{ path: string } | undefined> {
    const { card } = this;
    if (card === undefined) return undefined;
    // Not even read: it may be larger than there is room for.
    if (picture.size > largestPicture) {
      this.#refused({
        code: 'wrong_use',
        message: m.edit_picture_large({ most: largestPicture / 1024 / 1024 }),
        hint: m.edit_picture_large_hint(),
      });
      return undefined;
    }
    try {
      const data = base64(new Uint8Array(await picture.arrayBuffer()));
      return await this.#call('keep_picture', { key: card.key, picture: { kind: 'pasted', data } });
    } catch (thrown) {
      this.#refused(toCallError(thrown));
      return undefined;
    }
  }

  /** Keeps pictures that were dropped on the window beside the card, and puts them at the caret. */
  async takePictures(drop: number, count: number): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    const paths: string[] = [];
    for (let number = 0; number < count; number += 1) {
      try {
        const picture = { kind: 'dropped', drop, number } as const;
        const { path } = await this.#call('keep_picture', { key: card.key, picture });
        paths.push(path);
      } catch (thrown) {
        this.#refused(toCallError(thrown));
      }
    }
    if (card === this.card && paths.length > 0) this.insertPictures(paths);
  }

  /** Takes up what a kill left unsaved. */
  takeDraft(): void {
    const { draft } = this;
    if (draft === undefined) return;
    this.draft = undefined;
    this.#version = draft.version;
    this.#kept = draft.text;
    this.#text = draft.text;
    this.saving = { kind: 'saving' };
    this.apply(draft.text);
    void this.#check();
    void this.save();
  }

  /** Throws away what a kill left unsaved. */
  async dropDraft(): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    try {
      await this.#call('keep_draft', { key: card.key, version: this.#version, text: null });
      this.draft = undefined;
    } catch (thrown) {
      this.#refused(toCallError(thrown));
    }
  }

  /** Settles the conflict: what shall stand in each part, in their order. */
  async settle(choices: readonly string[]): Promise<void> {
    const { card, conflict } = this;
    if (card === undefined || conflict === undefined) return;
    const sent = this.#text;
    this.settling = true;
    try {
      const { key, session } = card;
      const request = { key, session, version: this.#version, theirs: conflict.theirs, text: sent };
      const outcome = await this.#call('resolve_card', { ...request, choices: [...choices] });
      this.conflict = undefined;
      await this.#take(outcome, sent);
    } catch (thrown) {
      this.#refused(toCallError(thrown));
    } finally {
      this.settling = false;
    }
  }

  /** Ends the writing when everything is in the file, or safe as a draft; says whether nothing is left to settle. */
  async end(): Promise<boolean> {
    const { card } = this;
    if (card === undefined) return true;
    if (this.conflict === undefined && this.#text !== this.#saved) await this.save();
    if (this.card !== card) return true;
    if (this.conflict !== undefined) return false;
    await this.#keepUndo();
    this.leave();
    return true;
  }

  /** Leaves the text as it is: what is not in the file stays a draft. */
  leave(): void {
    this.#begun += 1;
    clearTimeout(this.#saveTimer);
    clearTimeout(this.#checkTimer);
    this.#saveWanted = this.#lookWanted = false;
    this.card = undefined;
    this.asked = undefined;
    this.conflict = undefined;
    this.draft = undefined;
  }

  #work(): Promise<void> {
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  async #workOff(): Promise<void> {
    while (this.card !== undefined && this.draft === undefined && this.conflict === undefined) {
      if (this.#saveWanted) {
        this.#saveWanted = false;
        await this.#ask('save_card');
      } else if (this.#kept !== this.#text) {
        await this.#keep(this.#text);
      } else if (this.#lookWanted) {
        this.#lookWanted = false;
        await this.#ask('merge_card');
      } else return;
    }
  }

  async #keep(text: string): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    this.#kept = text;
    try {
      await this.#call('keep_draft', { key: card.key, version: this.#version, text });
    } catch (thrown) {
      this.#trouble(thrown);
    }
  }

  async #ask(command: 'save_card' | 'merge_card'): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    const sent = this.#text;
    try {
      const { key, session } = card;
      const request = { key, version: this.#version, text: sent };
      const outcome =
        command === 'save_card'
          ? await this.#call(command, { ...request, session })
          : await this.#call(command, request);
      if (card !== this.card) return;
      if (command === 'save_card') this.#kept = this.#saved = sent;
      await this.#take(outcome, sent, command === 'save_card');
    } catch (thrown) {
      if (card === this.card) this.#trouble(thrown);
    }
  }

  /** Goes on from what a call came to. */
  async #take(outcome: CardSaved, sent: string, written = true): Promise<void> {
    if (outcome.kind === 'conflict') {
      clearTimeout(this.#saveTimer);
      this.conflict = { theirs: outcome.theirs, parts: outcome.parts };
      return;
    }
    this.#version = outcome.version;
    if (outcome.kind === 'merged') {
      const wanted = await this.#carry(sent, outcome.text, this.#text);
      if (written) this.#kept = this.#saved = outcome.text;
      else if (sent === this.#saved) this.#kept = this.#saved = outcome.text;
      this.#text = wanted;
      this.apply(wanted);
      void this.#check();
      if (outcome.taken.length > 0) this.#told(outcome.taken);
    }
    if (written) void this.#keepUndo();
    if (this.#text === this.#saved) this.saving = { kind: 'saved' };
    else if (!written) this.#saveWanted = true;
  }

  /** Keeps what can be undone. Where that fails, the text is as safe as it was, so nobody is disturbed. */
  async #keepUndo(): Promise<void> {
    const { card } = this;
    const undo = this.remember();
    if (card === undefined || undo === undefined || undo === this.#undo) return;
    this.#undo = undo;
    await this.#call('keep_undo', { key: card.key, undo }).catch(() => undefined);
  }

  #trouble(thrown: unknown): void {
    const { message, hint } = toCallError(thrown);
    this.saving = { kind: 'trouble', message, hint };
  }

  async #check(): Promise<void> {
    const { card } = this;
    if (card === undefined) return;
    const text = this.#text;
    try {
      const checked = await this.#call('check_text', { key: card.key, text });
      if (card === this.card && text === this.#text) this.checked = { ...checked, text };
    } catch (thrown) {
      this.#refused(toCallError(thrown));
    }
  }
}

/** Bytes as text; in pieces, since a function takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  const piece = 0x2000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(text);
}
