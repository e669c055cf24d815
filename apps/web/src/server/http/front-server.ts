import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { newId } from '@emailai/contracts/ids';
import type { Log } from '@emailai/services/log';
import { refuseUpgrade } from '../ws/refuse-upgrade';
import { answerError } from './answer';
import { pathOf } from './path-of';
import { refuseUnreadable } from './refuse-unreadable';

export interface FrontHandlers {
  /** `requestId` is in the answer's X-Request-Id already. */
  onRequest(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void>;
  onUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
}

/**
 * The HTTP server before what it serves exists: the port is bound first, so that a taken one is reported at once
 * and not after the pages' build. Who comes earlier waits for `open`.
 */
export function createFrontServer(log: Log): {
  server: Server;
  open(handlers: FrontHandlers): void;
  /** Ends every connection, upgraded ones too: those node counts but does not close. */
  cutOff(): void;
} {
  let open: (handlers: FrontHandlers) => void = () => undefined;
  const handlers = new Promise<FrontHandlers>((resolve) => {
    open = resolve;
  });

  const server = createServer((req, res) => {
    const requestId = newId();
    res.setHeader('X-Request-Id', requestId);
    handlers
      .then(({ onRequest }) => onRequest(req, res, requestId))
      .catch((error: unknown) => {
        const { method } = req;
        const path = pathOf(req);
        log({ level: 'error', event: 'request_failed', requestId, method, path, error });
        if (res.headersSent) return res.destroy();
        answerError(res, 500, {
          code: 'internal',
          message: `Something went wrong on our side. Reference: ${requestId}.`,
          requestId,
        });
      });
  });
  server.on('clientError', refuseUnreadable);
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (req, socket, head) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    handlers
      .then(({ onUpgrade }) => onUpgrade(req, socket, head))
      .catch((error: unknown) => {
        const requestId = newId();
        log({ level: 'error', event: 'upgrade_failed', requestId, path: pathOf(req), error });
        refuseUpgrade(socket, 503, 'This did not work; try again.');
      });
  });
  return {
    server,
    open,
    cutOff() {
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    },
  };
}
