// What a menu is made of.

/** One line of a menu: something to do, or a line between two groups. */
export type MenuItem =
  | {
      readonly kind: 'command';
      readonly id: string;
      readonly label: string;
      /** Its shortcut, as `Ctrl+K`. */
      readonly keys?: string | undefined;
      readonly disabled?: boolean | undefined;
      readonly tone?: 'danger' | undefined;
    }
  | { readonly kind: 'separator' };
