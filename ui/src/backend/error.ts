// The outer face of every failure: a code to act on, a sentence to show, perhaps what would mend it.

import type { ApiError, ErrorCode } from '../generated/api';
import { m } from '../paraglide/messages';

/** An error that the program answered with, or that stands for no answer at all. */
export class CallError extends Error implements ApiError {
  readonly code: ErrorCode;
  readonly hint?: string;

  constructor(error: ApiError) {
    super(error.message);
    this.name = 'CallError';
    this.code = error.code;
    if (error.hint !== undefined) this.hint = error.hint;
  }
}

/** Says whether a value is an error of the contract. */
export function isApiError(value: unknown): value is ApiError {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, hint } = value as Record<string, unknown>;
  return (
    typeof code === 'string' &&
    Object.hasOwn(codes, code) &&
    typeof message === 'string' &&
    (hint === undefined || typeof hint === 'string')
  );
}

/** Turns whatever a transport threw into an error of the contract. */
export function toCallError(value: unknown): CallError {
  if (value instanceof CallError) return value;
  if (isApiError(value)) return new CallError(value);
  return new CallError({ code: 'failed', message: m.error_no_answer(), hint: m.error_no_answer_hint() });
}

// A record, so that a code added to the contract stops the build until it stands here.
const codes: Readonly<Record<ErrorCode, true>> = {
  no_library: true,
  library_missing: true,
  busy: true,
  card_missing: true,
  wrong_use: true,
  needs_window: true,
  index_unreadable: true,
  failed: true,
};
