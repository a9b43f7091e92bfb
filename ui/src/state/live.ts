// Keeps the page in step with the program: waits for it to say what changed and what the desktop asks for, again
// and again.

import type { Call } from '../backend/call';
import type { ChangedNoun, Wish } from '../generated/api';

/** The first wait after a failure; each further one doubles it. */
const firstWaitMs = 500;
const longestWaitMs = 15_000;

/** An answer without news that comes sooner than this was no wait, and must not become a race. */
const soonestMs = 1_000;

/** After a gap anything may have changed. */
const everything: readonly ChangedNoun[] = ['cards', 'library', 'settings', 'tasks', 'acts', 'desktop'];

/** What the program said. */
export interface News {
  readonly changed: ReadonlySet<ChangedNoun>;
  readonly wishes: readonly Wish[];
}

/** Waits for some time, or until the signal. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Tells `react` the news until the signal stops it. Failures are waited out, longer each time. */
export async function follow(
  call: Call,
  react: (news: News) => void,
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
      const changed = failures > 0 ? everything : changes.changed;
      const { wishes } = changes;
      failures = 0;
      since = changes.revision;
      if (changed.length > 0 || wishes.length > 0) react({ changed: new Set(changed), wishes });
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
