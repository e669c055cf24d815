import type { IncomingMessage } from 'node:http';
import { appRouter } from '@emailai/api/app/router';
import type { AppContext, SessionUser } from '@emailai/api/context';
import { newId } from '@emailai/contracts/ids';
import type { ServiceContext } from '@emailai/services/context';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { isForeign, type KnownOrigins } from '../http/known-origins';
import type { Gateway } from './gateway';
import { refuseUpgrade } from './refuse-upgrade';
import {
  closeSockets,
  KEEP_ALIVE,
  MAX_BUFFERED_BYTES,
  MAX_PAYLOAD_BYTES,
  watchBackpressure,
} from './socket-limits';

/** A socket outlives the request that opened it, so whether its session still stands is asked again so often. */
const RECHECK_SESSION_MS = 30_000;
const CLOSE_SIGNED_OUT = 4401;

export interface AppGatewayInput {
  services: ServiceContext;
  origins: KnownOrigins;
  readUser: (req: IncomingMessage) => Promise<SessionUser | null>;
  isDemo: boolean;
}

/** `/ws/app`: live pages of people who are signed in, opened from our own pages only. */
export function createAppGateway({
  services,
  origins,
  readUser,
  isDemo,
}: AppGatewayInput): Gateway {
  const users = new WeakMap<IncomingMessage, SessionUser>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  const stopWatching = watchBackpressure(wss, () => MAX_BUFFERED_BYTES);

  wss.on('connection', (client, req) => {
    const timer = setInterval(async () => {
      const user = await readUser(req).catch(() => 'unknown' as const);
      if (user === null) client.close(CLOSE_SIGNED_OUT, 'signed out');
    }, RECHECK_SESSION_MS);
    timer.unref();
    client.once('close', () => clearInterval(timer));
  });
  applyWSSHandler({
    wss,
    router: appRouter,
    keepAlive: KEEP_ALIVE,
    createContext({ req }): AppContext {
      return { services, user: users.get(req) ?? null, requestId: newId(), isDemo };
    },
  });

  return {
    async upgrade(req, socket, head) {
      // A browser always names its origin here; whoever does not is no page of ours.
      if (req.headers.origin === undefined || isForeign(req, origins)) {
        return refuseUpgrade(socket, 403, 'Only pages of this server may connect here.');
      }
      const user = await readUser(req);
      if (user === null) return refuseUpgrade(socket, 401, 'Sign in first.');
      users.set(req, user);
      if (socket.destroyed) return;
      wss.handleUpgrade(req, socket, head, (client) => wss.emit('connection', client, req));
    },
    async close() {
      stopWatching();
      await closeSockets(wss);
    },
  };
}
