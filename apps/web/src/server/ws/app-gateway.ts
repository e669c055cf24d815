import type { IncomingMessage } from 'node:http';
import { appRouter } from '@emailai/api/app/router';
import type { AppContext, SessionUser } from '@emailai/api/context';
import { newId } from '@emailai/contracts/ids';
import type { ServiceContext } from '@emailai/services/context';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import { isForeign, type KnownOrigins } from '../http/known-origins';
import type { Gateway } from './gateway';
import { createOpenSockets, type OwnedSocket } from './open-sockets';
import { refuseUpgrade } from './refuse-upgrade';
import {
  closeSockets,
  MAX_BROWSER_PAYLOAD_BYTES,
  MAX_BUFFERED_BYTES,
  watchBackpressure,
  watchUnread,
} from './socket-limits';
import { createUpgradeGate } from './upgrade-gate';

const CLOSE_SIGNED_OUT = 4401;
/** A page has one socket and a few streams; people have tabs. */
const LIMITS = { socketsEach: 64, streamsEach: 256 };

export interface AppGatewayInput {
  services: ServiceContext;
  origins: KnownOrigins;
  readUser: (req: IncomingMessage) => Promise<SessionUser | null>;
  isDemo: boolean;
}

interface Visitor {
  user: SessionUser;
  owned: OwnedSocket;
}

/** `/ws/app`: live pages of people who are signed in, opened from our own pages only. */
export function createAppGateway({
  services,
  origins,
  readUser,
  isDemo,
}: AppGatewayInput): Gateway {
  const { socketPingMs, socketPongMs, recheckSessionMs, drainSocketsMs } = services.intervals;
  const visitors = new WeakMap<IncomingMessage, Visitor>();
  const gate = createUpgradeGate();
  const open = createOpenSockets(LIMITS);
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_BROWSER_PAYLOAD_BYTES });
  const stopWatching = watchBackpressure(wss, MAX_BUFFERED_BYTES);

  wss.on('connection', (client, req) => {
    const timer = setInterval(async () => {
      const user = await readUser(req).catch(() => 'unknown' as const);
      if (user === null) client.close(CLOSE_SIGNED_OUT, 'signed out');
    }, recheckSessionMs);
    timer.unref();
    client.once('close', () => clearInterval(timer));
  });
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    keepAlive: { enabled: true, pingMs: socketPingMs, pongWaitMs: socketPongMs },
    createContext({ req, res }): AppContext {
      const { user = null, owned } = visitors.get(req) ?? {};
      const drained = watchUnread(res, req.socket);
      return {
        services,
        user,
        requestId: newId(),
        isDemo,
        ...(owned && { connection: { drained, openStream: owned.openStream } }),
      };
    },
  });

  return {
    async upgrade(req, socket, head) {
      // A browser always names its origin here; whoever does not is no page of ours.
      if (req.headers.origin === undefined || isForeign(req, origins)) {
        return refuseUpgrade(socket, 403, 'Only pages of this server may connect here.');
      }
      if (req.headers.cookie === undefined) return refuseUpgrade(socket, 401, 'Sign in first.');
      const checked = await gate.pass(socket, () => readUser(req));
      if (checked === null) return;
      const { found: user } = checked;
      if (user === null) return refuseUpgrade(socket, 401, 'Sign in first.');
      const owned = open.enter(user.id);
      if (owned === null) {
        return refuseUpgrade(socket, 429, 'You have too many pages of this server open.');
      }
      socket.once('close', owned.leave);
      visitors.set(req, { user, owned });
      wss.handleUpgrade(req, socket, head, (client) => wss.emit('connection', client, req));
    },
    async close() {
      gate.close();
      stopWatching();
      await closeSockets(wss, {
        drainMs: drainSocketsMs,
        tell: handler.broadcastReconnectNotification,
      });
    },
  };
}
