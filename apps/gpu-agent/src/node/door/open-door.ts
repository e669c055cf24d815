import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../core/ports';
import { admitRequest, isOwnOrigin } from './admit-request';
import { sendJson } from './answer';
import { DoorError, doorErrorOf } from './door-error';
import type { DoorParts } from './door-route';
import type { DoorTokens } from './door-tokens';
import { findRoute } from './find-route';
import { openAiError } from './openai-routes';

export interface Door {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The agent as an Ollama: whatever speaks Ollama's or OpenAI's API on this machine drafts with the models here,
 * whichever engine serves them. Rejects with a DoorError where the port is taken.
 */
export async function openDoor(
  ports: DoorParts & { tokens: DoorTokens; log: Log },
  port: number,
): Promise<Door> {
  const server = createServer((request, response) => {
    void answer(ports, request, response);
  });
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  ports: DoorParts & { tokens: DoorTokens; log: Log },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isOpenAi = /\/v1\//.test(request.url ?? '');
  const { origin } = request.headers;
  response.setHeader('cache-control', 'no-store');
  response.setHeader('vary', 'Origin');
  if (origin !== undefined && isOwnOrigin(origin)) {
    response.setHeader('access-control-allow-origin', origin);
  }
  try {
    if (request.method === 'OPTIONS') return permit(request, response);
    const { caller, method, path } = admitRequest(request, ports.tokens);
    await findRoute(method, path)({ parts: ports, caller, request, response });
  } catch (error) {
    if (response.destroyed) return;
    const refusal = doorErrorOf(error);
    if (refusal.status >= 500) ports.log(`The door answered ${refusal.status}: ${refusal.message}`);
    if (response.headersSent) return void response.destroy();
    // What is left of a body that was refused is not read.
    if (!request.complete) response.setHeader('connection', 'close');
    sendJson(
      response,
      refusal.status,
      isOpenAi ? openAiError(refusal) : { error: refusal.message },
    );
  }
}

/** A page of this machine asks whether it may ask. */
function permit(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined || !isOwnOrigin(origin)) {
    throw new DoorError(403, 'Pages of other sites may not use this door.');
  }
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type',
    'access-control-max-age': '600',
  });
  response.end();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
      const sentence = `The door cannot be opened on port ${port}: ${why}. Set AGENT_DOOR_PORT to a free port.`;
      reject(new DoorError(503, sentence, { cause }));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}
