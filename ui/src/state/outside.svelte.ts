// A link that would leave the program: looked up first, shown, and opened only when the user says so.

import type { Call } from '../backend/call';
import { toCallError } from '../backend/error';
import type { ApiError, LinkDestination, LinkRequest } from '../generated/api';

/** The link that the user is asked about. */
export class OutsideLink {
  /** Which link; absent while none is asked about. */
  request = $state.raw<LinkRequest>();
  /** Where it leads; absent until that is known. */
  destination = $state.raw<LinkDestination>();
  /** Why it cannot be looked up or opened. */
  error = $state.raw<ApiError>();

  readonly #call: Call;

  /** Makes the question, not yet asked. */
  constructor(call: Call) {
    this.#call = call;
  }

  /** Looks the link up and asks. */
  async ask(request: LinkRequest): Promise<void> {
    this.request = request;
    this.destination = undefined;
    this.error = undefined;
    try {
      const destination = await this.#call('inspect_link', request);
      if (this.request === request) this.destination = destination;
    } catch (thrown) {
      if (this.request === request) this.error = toCallError(thrown);
    }
  }

  /** Opens the link that was shown, and closes the question if that went well. */
  async open(): Promise<void> {
    const request = this.request;
    const destination = this.destination;
    if (request === undefined || destination === undefined) return;
    this.error = undefined;
    try {
      await this.#call('open_link', { ...request, address: destination.address });
      if (this.request === request) this.close();
    } catch (thrown) {
      if (this.request === request) this.error = toCallError(thrown);
    }
  }

  /** Leaves the link closed. */
  close(): void {
    this.request = undefined;
  }
}
