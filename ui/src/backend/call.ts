// The one way by which the pages ask the program for anything, typed by the generated contract.

import { transport } from '$transport';
import type { Commands } from '../generated/api';
import { toCallError } from './error';
import type { Transport } from './transport';

/** Calls a command by name. Rejects with a `CallError`, whatever went wrong. */
export type Call = <K extends keyof Commands>(
  command: K,
  request: Commands[K][0],
  signal?: AbortSignal,
) => Promise<Commands[K][1]>;

/** Makes a typed call of a transport. */
export function caller(transport: Transport): Call {
  return async <K extends keyof Commands>(command: K, request: Commands[K][0], signal?: AbortSignal) => {
    try {
      // The one place that trusts the generated contract to say what the program answers.
      return (await transport(command, request, signal)) as Commands[K][1];
    } catch (thrown) {
      throw toCallError(thrown);
    }
  };
}

/** Calls the program that these pages belong to. */
export const call: Call = caller(transport);
