// @vitest-environment node
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caller } from './call';
import { CallError, isApiError, toCallError } from './error';
import { httpTransport } from './http';

describe('the HTTP transport', () => {
  let server: Server;
  let page: string;
  let reply: (request: IncomingMessage, body: string, response: ServerResponse) => void;

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        reply(request, body, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    page = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=secret%2B1`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('posts the request to its command with the token of the page', async () => {
    let seen: unknown;
    reply = ({ method, url, headers }, body, response) => {
      seen = { method, url, token: headers['x-oneup-token'], body };
      response.end('{"revision":3,"changed":["cards"]}');
    };
    const changes = await caller(httpTransport(page))('changes', { since: 2 });
    expect(changes).toEqual({ revision: 3, changed: ['cards'] });
    expect(seen).toEqual({ method: 'POST', url: '/api/changes', token: 'secret+1', body: '{"since":2}' });
  });

  it('rejects with the error that the program answered', async () => {
    reply = (_, __, response) => {
      response.statusCode = 409;
      response.end('{"code":"busy","message":"Another process writes.","hint":"Wait for it."}');
    };
    const failed = await caller(httpTransport(page))('status', {}).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(CallError);
    expect(failed).toMatchObject({ code: 'busy', message: 'Another process writes.', hint: 'Wait for it.' });
  });

  it('rejects with an error of the contract when the answer is none', async () => {
    reply = (_, __, response) => {
      response.statusCode = 502;
      response.end('<html>');
    };
    await expect(caller(httpTransport(page))('status', {})).rejects.toMatchObject({ code: 'failed' });
  });

  it('gives up waiting when it is called off', async () => {
    const stop = new AbortController();
    reply = () => {
      stop.abort();
    };
    const waiting = caller(httpTransport(page))('changes', { since: 1 }, stop.signal);
    await expect(waiting).rejects.toMatchObject({ code: 'failed' });
  });
});

describe('errors', () => {
  it('knows an error of the contract by its code', () => {
    expect(isApiError({ code: 'card_missing', message: 'Gone.' })).toBe(true);
    expect(isApiError({ code: 'toString', message: 'Gone.' })).toBe(false);
    expect(isApiError({ code: 'card_missing' })).toBe(false);
    expect(isApiError('card_missing')).toBe(false);
    expect(isApiError(null)).toBe(false);
  });

  it('turns anything else into a sentence that says what to do', () => {
    const error = toCallError(new TypeError('Failed to fetch'));
    expect(error.code).toBe('failed');
    expect(error.message).not.toBe('');
    expect(error.hint).not.toBe('');
  });
});
