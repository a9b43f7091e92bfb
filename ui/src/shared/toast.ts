// What a passing notice is made of, for those who show it and those who keep it.

/** A notice that passes: what was done, and what can be done about it. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'caution' | 'danger';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Where notices are kept while they are shown. */
export interface ToastSource {
  readonly list: readonly Toast[];
  dismiss(id: number): void;
  /** Stops the clock of all of them: somebody reads. */
  pause(): void;
  /** Lets it run on. */
  resume(): void;
}
