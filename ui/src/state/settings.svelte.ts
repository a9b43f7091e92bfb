// The settings as the file has them, and the one way to change them.
//
// A change shows at once and is then sent. Requests travel one at a time, so that no answer can be overtaken by an
// older one; while the user drags a slider only the newest value of it waits its turn.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, SettingChange, SettingsPage, Settings as Values } from '../generated/api';
import { pageWearer, plainLooks, type Looks, type Wearer } from './looks';

/** The name of a setting, in the window and in the file. */
export type SettingName = keyof Values;

/** What each setting is when the file does not say. */
export const defaultSettings: Readonly<Values> = {
  ...plainLooks,
  menu_bar: false,
  tray: true,
  keep_running: false,
  open_at_login: false,
  global_shortcut: 'Ctrl+Alt+Space',
  shortcuts: {},
};

/** The state of the settings. */
export class Settings {
  /** What the program last said, with the changes that are on their way; absent before the first answer. */
  page = $state.raw<SettingsPage>();
  /** Why the settings cannot be read, or the last change failed. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  readonly #wearer: Wearer;
  #waiting: SettingChange[] = [];
  #stale = false;
  #unread = false;
  #sending: Promise<void> | undefined;

  /** Makes the state, and has the page wear what it wore last. */
  constructor(call: Call, wearer: Wearer = pageWearer()) {
    this.#call = call;
    this.#wearer = wearer;
    wearer.recall();
  }

  /** Each value, or its default before the first answer. */
  get values(): Readonly<Values> {
    return this.page?.settings ?? defaultSettings;
  }

  /** The values that hold now: in safe mode looks and keys are at their defaults whatever the file says. */
  get holding(): Readonly<Values> {
    return this.page?.safe_mode === true
      ? { ...this.values, ...plainLooks, shortcuts: defaultSettings.shortcuts }
      : this.values;
  }

  /** Whether a setting is at its default. */
  isDefault(name: SettingName): boolean {
    return JSON.stringify(this.values[name]) === JSON.stringify(defaultSettings[name]);
  }

  /** Reads the settings again, when the changes that are on their way have arrived. */
  refresh(): Promise<void> {
    this.#stale = true;
    return this.#send();
  }

  /** Changes one setting. It shows at once. */
  change(change: SettingChange): Promise<void> {
    this.error = undefined;
    this.#waiting = [...this.#waiting.filter(({ name }) => name !== change.name), change];
    this.#show(this.page);
    return this.#send();
  }

  /** Puts one setting back to its default. */
  reset(name: SettingName): Promise<void> {
    return this.change({ name, value: defaultSettings[name] } as SettingChange);
  }

  /** The settings that are not at their defaults. */
  get differing(): readonly SettingName[] {
    return (Object.keys(defaultSettings) as SettingName[]).filter((name) => !this.isDefault(name));
  }

  /** Puts every setting back to its default, one after the other, so that each can be undone. */
  async resetAll(): Promise<void> {
    await Promise.all(this.differing.map((name) => this.reset(name)));
  }

  /** Puts the last error away. */
  dismissError(): void {
    this.error = undefined;
  }

  #send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0 || this.#stale) {
      const [change] = this.#waiting;
      try {
        if (change === undefined) {
          this.#stale = false;
          this.#show(await this.#call('settings', {}));
          // The sentence about a change that failed stays until it was read.
          if (this.#unread) this.error = undefined;
          this.#unread = false;
        } else {
          const page = await this.#call('change_setting', { change });
          this.#done(change);
          this.#show(page);
        }
      } catch (thrown) {
        this.error = toCallError(thrown);
        this.#unread = change === undefined;
        // Nobody knows how the page should look; what it wore last may be what is wrong.
        if (this.page === undefined) this.#wearer.wear(plainLooks);
        // What was shown did not come to be: ask how things are, and leave the sentence where it is.
        if (change !== undefined) {
          this.#done(change);
          await this.#revert();
        }
      }
    }
  }

  async #revert(): Promise<void> {
    const page = await this.#call('settings', {}).catch(() => undefined);
    if (page !== undefined) this.#show(page);
  }

  #done(change: SettingChange): void {
    this.#waiting = this.#waiting.filter((other) => other !== change);
  }

  /** Shows what the program said, under what is still on its way. */
  #show(page: SettingsPage | undefined): void {
    if (page === undefined) return;
    const settings = { ...page.settings };
    for (const { name, value } of this.#waiting) Object.assign(settings, { [name]: value });
    this.page = { ...page, settings };
    const looks: Looks = this.holding;
    this.#wearer.wear(looks);
    this.#wearer.remember(settings);
  }
}
