// Where the text stands: with the file, on its way there, or not able to get there.

/** Whether what was written is in the file. */
export type Saving =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | {
      readonly kind: 'trouble';
      /** Why it cannot be saved, in one sentence that names the file. */
      readonly message: string;
      /** What one can do about it. */
      readonly hint?: string | undefined;
    };
