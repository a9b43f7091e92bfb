// What was sent over the network: nothing, until a pack source is added.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, NetworkRequest } from '../generated/api';

/** The state of the network log. */
export class Network {
  /** The requests, the newest first; absent before the first answer. */
  requests = $state.raw<readonly NetworkRequest[]>();
  /** Why they cannot be listed. */
  error = $state.raw<ApiError>();

  readonly #call: Call;
  #asked = 0;

  /** Makes the state, not yet asked for. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** Asks what was sent. */
  async refresh(): Promise<void> {
    const number = ++this.#asked;
    try {
      const { requests } = await this.#call('network_log', {});
      if (number !== this.#asked) return;
      this.requests = requests;
      this.error = undefined;
    } catch (thrown) {
      if (number === this.#asked) this.error = toCallError(thrown);
    }
  }
}
