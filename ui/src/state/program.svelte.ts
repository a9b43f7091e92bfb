// Everything a window knows, made once and joined: the library, the pages, what is open, what the desktop asks for.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { DroppedFiles, DropTaken, SettingChange, ShowMenuRequest } from '../generated/api';
import { m } from '../paraglide/messages';
import { showDate } from '../shared/dates';
import { Acts } from './acts.svelte';
import { Bin } from './bin.svelte';
import { Bring } from './bring.svelte';
import { Browsing } from './browsing.svelte';
import { CardActs, type CardAct, type Done, type Subject } from './cardacts.svelte';
import { keymapOf, type Situation } from './commands';
import { Copies } from './copies.svelte';
import { Desktop } from './desktop.svelte';
import { Drop } from './drop.svelte';
import { Editing } from './editing.svelte';
import { Gaps } from './gaps.svelte';
import { Keys } from './keys.svelte';
import { follow, type News } from './live';
import { Logs } from './logs.svelte';
import { CardMap } from './map.svelte';
import { Mentions } from './mentions.svelte';
import { Network } from './network.svelte';
import { NewCard } from './newcard.svelte';
import { OutsideLink } from './outside.svelte';
import { Past } from './past.svelte';
import { recentCommandsName } from './palette';
import { isText, Recents } from './recents';
import { Replacing } from './replacing.svelte';
import { Review } from './review.svelte';
import type { Route } from './route';
import { Settings } from './settings.svelte';
import { recentCards, Switcher } from './switcher.svelte';
import { Tasks } from './tasks.svelte';
import { Toasts } from './toasts.svelte';
import { Travel } from './travel.svelte';
import { grant, type Granter } from './wishes';

/** More commands than anyone uses in a day. */
const commandsKept = 8;

/** What stands over the page, where something does. */
export type Overlay = 'palette' | 'switcher' | 'keys';

/** The state of a window. */
export class Program {
  readonly travel: Travel;
  readonly browsing: Browsing;
  readonly outside: OutsideLink;
  readonly toasts = new Toasts();
  readonly settings: Settings;
  readonly acts: Acts;
  readonly tasks: Tasks;
  readonly logs: Logs;
  readonly network: Network;
  readonly desktop: Desktop;
  readonly switcher: Switcher;
  readonly newCard: NewCard;
  readonly drop: Drop;
  readonly editing: Editing;
  readonly replacing: Replacing;
  readonly map: CardMap;
  readonly gaps: Gaps;
  readonly mentions: Mentions;
  readonly past: Past;
  readonly bin: Bin;
  readonly review: Review;
  readonly copies: Copies;
  readonly cardActs: CardActs;
  /** Finds the other card of two that are to be made one. */
  readonly otherCard: Switcher;
  readonly bring: Bring;
  readonly recentCards = recentCards();
  readonly recentCommands = new Recents(recentCommandsName, commandsKept, (id: string) => id, isText);
  /** What stands over the page. */
  overlay = $state<Overlay>();
  readonly keymap = $derived.by(() => keymapOf(this.settings.holding.shortcuts));
  readonly keys = new Keys(() => this.keymap);

  readonly #call: Call;
  readonly #stop = new AbortController();
  #listed: Promise<void> | undefined;
  #libraryPath: string | undefined;
  #menusWanted: ShowMenuRequest | undefined;
  #settingMenus = false;

  /** Makes the state of a window that starts at a place. */
  constructor(call: Call, first: Route) {
    this.#call = call;
    this.travel = new Travel(first, ({ card }) => {
      if (card !== undefined) this.browsing.show(card);
    });
    this.browsing = new Browsing(call, this.travel);
    this.outside = new OutsideLink(call);
    this.settings = new Settings(call);
    this.acts = new Acts(call, this.toasts);
    this.tasks = new Tasks(call);
    this.logs = new Logs(call);
    this.network = new Network(call);
    this.desktop = new Desktop(call);
    this.switcher = new Switcher(call, this.recentCards);
    this.newCard = new NewCard(call, (key, title) => void this.#made(key, title));
    this.drop = new Drop(call, (files, taken) => {
      this.#dropped(files, taken);
    });
    this.editing = new Editing(
      call,
      // It stands with the editor, which a window that only reads never loads.
      async (sent, back, typed) => (await import('../shared/editor/carry')).carried(sent, back, typed),
      (taken) => {
        this.toasts.show({ text: m.edit_taken({ places: taken.join(', ') }), lasting: true });
      },
      (error) => {
        this.tell(error);
      },
    );
    this.replacing = new Replacing(call, ({ places, cards }) => {
      const [words, across] = [m.replace_places({ count: places }), m.total_cards({ count: cards })];
      void this.#said(m.replace_done({ places: words, cards: across }));
    });
    this.map = new CardMap(call);
    this.gaps = new Gaps(call);
    this.mentions = new Mentions(call, ({ title }) => void this.#said(m.mentions_linked({ title })));
    this.past = new Past(call, (title, part) => {
      const text = part === undefined ? m.past_restored({ title }) : m.past_restored_part({ title, part });
      void this.#said(text);
    });
    this.bin = new Bin(call, ({ title }) => void this.#said(m.bin_taken({ title })));
    this.review = new Review(call, ({ title }, { review_by }) => {
      void this.#said(m.review_confirmed({ title, date: showDate(review_by) }));
    });
    this.copies = new Copies(call, ({ key, title }, how) => {
      this.browsing.open(key);
      void this.#said(how === 'merged' ? m.copy_merged({ title }) : m.copy_dropped({ title }));
    });
    this.cardActs = new CardActs(call, (done) => {
      this.#acted(done);
    });
    this.otherCard = new Switcher(call, this.recentCards, () => this.cardActs.subject?.key);
    this.bring = new Bring(call, () => {
      void this.browsing.refresh();
      void this.acts.refresh();
    });
    if (first.card !== undefined) this.browsing.show(first.card);
  }

  /** How the window stands, as far as it decides which commands make sense. */
  readonly situation: Situation = $derived.by(() => {
    const { library, search, reader } = this.browsing;
    const index = library.status?.index.kind;
    return {
      library: library.status !== undefined && index !== 'absent',
      listShown: this.travel.route.page === 'library',
      rows: this.browsing.total > 0,
      card: reader.page !== undefined && reader.error === undefined,
      copied: this.copies.of(reader.page?.path).length > 0,
      filtered: search.chosen > 0,
      busy: index === 'building' || library.acting !== undefined,
      canGoBack: this.travel.canGoBack,
      canGoForward: this.travel.canGoForward,
      undo: this.acts.undoable === undefined ? undefined : this.acts.undoTitle,
      redo: this.acts.redoable === undefined ? undefined : this.acts.redoTitle,
    };
  });

  /** Asks for the first cards and the settings, once, and settles when the cards are there. The sooner the better. */
  list(): Promise<void> {
    this.#listed ??= this.#askFirst();
    return this.#listed;
  }

  /** Keeps in step with the program from now on, and asks for what the first page can be seen without. */
  begin(granter: Granter): void {
    for (const part of [this.acts, this.tasks, this.desktop, this.copies]) void part.refresh();
    void follow(
      this.#call,
      (news) => {
        this.#hear(news, granter);
      },
      this.#stop.signal,
    );
  }

  /** Stops everything that runs by itself. */
  end(): void {
    this.#stop.abort();
    this.browsing.end();
    this.tasks.stop();
    this.desktop.stop();
    this.keys.forget();
    this.mentions.follow(undefined);
  }

  /** The card that was opened to be read and is where the window is now; a glance does not count. */
  get opened(): string | undefined {
    return this.travel.glancing ? undefined : this.travel.route.card;
  }

  /** Forgets the cards of another library when this one takes its place. */
  followLibrary(): void {
    const path = this.browsing.library.status?.path ?? undefined;
    if (path === undefined) return;
    if (this.#libraryPath !== undefined && path !== this.#libraryPath) this.recentCards.clear();
    this.#libraryPath = path;
  }

  /** Remembers the card that is read among those opened lately, or forgets it if it is gone. */
  rememberCard(): void {
    const { key, page, error } = this.browsing.reader;
    if (key === undefined || key !== this.opened) return;
    if (error?.code === 'card_missing') this.recentCards.remove(key);
    else if (page?.key === key) this.recentCards.add({ key, title: page.title, type: page.type });
  }

  /** Opens something over the page. */
  show(overlay: Overlay): void {
    if (overlay === 'switcher') this.switcher.begin();
    this.overlay = overlay;
  }

  /** Changes a setting from outside the settings page, where a refusal would not be seen. */
  async change(change: SettingChange): Promise<void> {
    await this.settings.change(change);
    const { error } = this.settings;
    if (error !== undefined) this.tell(error);
  }

  /** Opens another window: of a card, or of the library. */
  async openWindow(card: string | null): Promise<void> {
    try {
      await this.#call('open_window', { card });
    } catch (thrown) {
      const error = toCallError(thrown);
      if (error.code === 'needs_window') this.toasts.show({ text: m.wish_needs_window() });
      else this.tell(error);
    }
  }

  /** Sets the native menus, where there is a window to have them; the last ones asked for are the last ones set. */
  async showMenus(request: ShowMenuRequest): Promise<void> {
    this.#menusWanted = request;
    if (this.#settingMenus) return;
    this.#settingMenus = true;
    for (let wanted = this.#nextMenus(); wanted !== undefined; wanted = this.#nextMenus()) {
      await this.#setMenus(wanted);
    }
    this.#settingMenus = false;
  }

  #askFirst(): Promise<void> {
    const listed = this.browsing.refresh();
    void this.settings.refresh();
    return listed;
  }

  #nextMenus(): ShowMenuRequest | undefined {
    const wanted = this.#menusWanted;
    this.#menusWanted = undefined;
    return wanted;
  }

  async #setMenus(request: ShowMenuRequest): Promise<void> {
    try {
      await this.#call('show_menu', request);
    } catch (thrown) {
      const error = toCallError(thrown);
      if (error.code !== 'needs_window') this.tell(error);
    }
  }

  /** Takes what was dropped on the window: pictures go into the card that is being written, the rest is asked about. */
  async takeDrop(files: DroppedFiles): Promise<void> {
    const { length } = files.pictures;
    const takesPictures = this.editing.card !== undefined && length > 0;
    if (takesPictures) await this.editing.takePictures(files.id, length);
    const rest = { ...files, pictures: takesPictures ? [] : files.pictures };
    this.drop.ask(rest);
    const nothing = rest.folder === null && rest.cards.length === 0 && rest.refused.length === 0;
    if (takesPictures && nothing) void this.drop.refuse();
  }

  /** Says what went wrong, until it is put away. */
  tell({ message, hint }: { message: string; hint?: string }): void {
    const text = hint === undefined ? message : `${message} ${hint}`;
    this.toasts.show({ text, tone: 'danger', lasting: true });
  }

  #hear({ changed, wishes }: News, granter: Granter): void {
    this.browsing.hear(changed);
    this.editing.hear(changed);
    if (changed.has('cards')) {
      this.map.hear();
      this.gaps.hear();
      this.past.hear();
      this.review.hear();
      this.copies.hear();
      this.replacing.hear();
    }
    if (changed.has('cards') || changed.has('acts')) this.bin.hear();
    if (changed.has('settings')) void this.settings.refresh();
    if (changed.has('acts')) void this.acts.refresh();
    if (changed.has('tasks')) void this.tasks.refresh();
    if (changed.has('desktop')) void this.desktop.refresh();
    for (const wish of wishes) grant(wish, granter);
  }

  async #made(key: string, title: string): Promise<void> {
    const latest = this.acts.latest();
    this.browsing.openWritten(key);
    void this.browsing.search.refresh();
    const act = await latest;
    const undo = act && { label: m.command_undo(), run: () => void this.acts.undo(act) };
    this.toasts.show({ text: m.newcard_made({ title }), tone: 'good', ...(undo && { action: undo }) });
  }

  /** The card that is read, for a question about it. */
  get subject(): Subject | undefined {
    const { page, error } = this.browsing.reader;
    return page === undefined || error !== undefined
      ? undefined
      : { key: page.key, title: page.title, path: page.path };
  }

  /** Asks about the card that is read. */
  askAbout(act: CardAct): void {
    const { subject } = this;
    if (subject === undefined) return;
    if (act === 'merge') this.otherCard.begin();
    this.cardActs.ask(act, subject);
  }

  /** Goes to the merge of the first conflict copy of the card that is read. */
  mergeCopy(): void {
    const [copy] = this.copies.of(this.browsing.reader.page?.path);
    if (copy !== undefined) this.travel.go({ page: 'copy', section: copy.path });
  }

  /** Says what was done, with the way to undo that and no other act; `before` and `after` hear of the undoing. */
  async #said(text: string, before?: () => void, after?: () => void): Promise<void> {
    const act = await this.acts.latest();
    const run = () => {
      before?.();
      void this.acts.undo(act).then(after);
    };
    const undo = act && { label: m.command_undo(), run };
    this.toasts.show({ text, tone: 'good', ...(undo && { action: undo }) });
  }

  #acted({ act, subject, name, key }: Done): void {
    const { title } = subject;
    const said: Readonly<Record<CardAct, () => string>> = {
      rename: () => m.cardact_renamed({ title, name }),
      move: () => m.cardact_moved({ title, folder: name === '' ? '/' : name }),
      split: () => m.cardact_split_done({ name }),
      merge: () => m.cardact_merged({ name }),
      delete: () => m.cardact_deleted({ title }),
    };
    const { browsing } = this;
    if (act === 'split') {
      // The new card goes with the undoing; the one it was cut out of stays.
      void this.#said(said.split(), () => {
        browsing.open(subject.key);
      });
    } else if (act === 'delete') {
      void this.#said(said.delete(), undefined, () => {
        browsing.openWritten(subject.key);
      });
      browsing.leave(subject.key);
    } else void this.#said(said[act]());
    if (act === 'merge' && key !== undefined) browsing.open(key);
    else if (key !== undefined) browsing.openWritten(key);
  }

  #dropped({ folder }: DroppedFiles, { cards, left_out }: DropTaken): void {
    void this.browsing.refresh();
    const [first] = left_out;
    if (folder === null && cards.length > 0) {
      this.toasts.show({ text: m.drop_taken({ count: cards.length }), tone: 'good' });
    }
    if (first !== undefined) {
      const text = m.drop_left_out({ count: left_out.length, why: first.why });
      this.toasts.show({ text, tone: 'caution', lasting: true });
    }
  }
}
