// The transport to the development server, for an ordinary browser. It is left out of the window's bundle.

import { toCallError } from './error';
import type { Transport } from './transport';

/** Makes the transport for a page at this address; the server's token stands in the address as `token`. */
export function httpTransport(page: string): Transport {
  const token = new URL(page).searchParams.get('token') ?? '';
  return async (command, request, signal) => {
    const response = await fetch(new URL(`/api/${command}`, page), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-oneup-token': token },
      body: JSON.stringify(request),
      signal: signal ?? null,
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw toCallError(answer);
    return answer;
  };
}

/** The transport of this page. */
export const transport: Transport = (command, request, signal) =>
  httpTransport(location.href)(command, request, signal);
