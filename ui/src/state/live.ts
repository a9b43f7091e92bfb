// Keeps the page in step with the files: waits for the program to say what changed, again and again.

import type { Call } from '../backend/call';
import type { ChangedNoun } from '../generated/api';

/** The first wait after a failure; each further one doubles it. */
const firstWaitMs = 500;
const longestWaitMs = 15_000;

/** An answer without news that comes sooner than this was no wait, and must not become a race. */
const soonestMs = 1_000;

/** Waits for some time, or until the signal. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Tells `react` what changed until the signal stops it. Failures are waited out, longer each time. */
export async function follow(
  call: Call,
  react: (changed: ReadonlySet<ChangedNoun>) => void,
  signal: AbortSignal,
  pause: Pause = sleep,
): Promise<void> {
  let since = 0;
  let failures = 0;
  while (!signal.aborted) {
    const asked = performance.now();
    try {
      const changes = await call('changes', { since }, signal);
      if (isOver(signal)) return;
      // After a gap anything may have changed.
      const changed = failures > 0 ? (['cards', 'library'] as const) : changes.changed;
      failures = 0;
      since = changes.revision;
      if (changed.length > 0) react(new Set(changed));
      else if (performance.now() - asked < soonestMs) await pause(soonestMs, signal);
    } catch {
      const wait = Math.min(firstWaitMs * 2 ** failures, longestWaitMs);
      failures += 1;
      await pause(wait, signal);
    }
  }
}

/** Asked anew after each wait: the compiler would take the answer from before it for settled. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
