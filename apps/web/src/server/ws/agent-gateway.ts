import type { IncomingMessage } from 'node:http';
import { agentRouter } from '@emailai/api/agent/router';
import type { AgentContext } from '@emailai/api/context';
import { ServiceError } from '@emailai/contracts/errors';
import { newId } from '@emailai/contracts/ids';
import {
  type AuthenticatedAgent,
  authenticateAgent,
} from '@emailai/services/agent/authenticate-agent';
import type { ServiceContext } from '@emailai/services/context';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocketServer } from 'ws';
import type { Gateway } from './gateway';
import { createOpenSockets, type OwnedSocket } from './open-sockets';
import { refuseUpgrade } from './refuse-upgrade';
import {
  closeSockets,
  MAX_AGENT_BUFFERED_BYTES,
  MAX_AGENT_PAYLOAD_BYTES,
  watchBackpressure,
  watchUnread,
} from './socket-limits';
import { createUpgradeGate } from './upgrade-gate';

const CLOSE_REVOKED = 4401;
/** An agent has one, and for a moment two when its connection changes. */
const LIMITS = { socketsEach: 8, streamsEach: 32 };

const BEARER = /^Bearer (fta_\S{1,200})$/;

interface Link {
  agent: AuthenticatedAgent;
  linkId: string;
  owned: OwnedSocket;
}

/** `/ws/agent`: machines with a token. What a browser can send (cookies, an Origin) is refused unseen. */
export function createAgentGateway(services: ServiceContext): Gateway {
  const { socketPingMs, socketPongMs } = services.intervals;
  const links = new WeakMap<IncomingMessage, Link>();
  const gate = createUpgradeGate();
  const open = createOpenSockets(LIMITS);
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_AGENT_PAYLOAD_BYTES });
  const stopWatching = watchBackpressure(wss, MAX_AGENT_BUFFERED_BYTES);

  wss.on('connection', (client, req) => {
    const link = links.get(req);
    if (!link) return client.terminate();
    const detach = services.agentLinks.attach({
      agentId: link.agent.id,
      linkId: link.linkId,
      close(why) {
        // A dead link does not answer the closing handshake either.
        if (why === 'replaced') client.terminate();
        else client.close(CLOSE_REVOKED, 'token revoked');
      },
    });
    client.once('close', detach);
  });
  applyWSSHandler({
    wss,
    router: agentRouter,
    keepAlive: { enabled: true, pingMs: socketPingMs, pongWaitMs: socketPongMs },
    createContext({ req, res }): AgentContext {
      const link = links.get(req);
      if (!link) throw new ServiceError('unauthenticated', 'This socket belongs to no agent.');
      const { agent, linkId, owned } = link;
      const connection = {
        drained: watchUnread(res, req.socket),
        openStream: owned.openStream,
      };
      return { services, agent, linkId, connection, requestId: newId() };
    },
  });

  return {
    async upgrade(req, socket, head) {
      const { authorization, cookie, origin } = req.headers;
      if (cookie !== undefined || origin !== undefined) {
        return refuseUpgrade(socket, 403, 'Agents connect here, browsers do not.');
      }
      const token = BEARER.exec(authorization ?? '')?.[1];
      if (token === undefined) {
        return refuseUpgrade(socket, 401, 'Send `Authorization: Bearer fta_…`.');
      }
      const checked = await gate.pass(socket, () =>
        authenticateAgent({ ctx: services, input: { token } }).catch(refusalOf),
      );
      if (checked === null) return;
      const { found: agent } = checked;
      if (agent instanceof ServiceError) return refuseUpgrade(socket, 401, agent.message);
      const owned = open.enter(agent.id);
      if (owned === null) {
        return refuseUpgrade(socket, 429, 'This agent has too many connections open.');
      }
      socket.once('close', owned.leave);
      links.set(req, { agent, linkId: newId(), owned });
      wss.handleUpgrade(req, socket, head, (client) => wss.emit('connection', client, req));
    },
    async close() {
      gate.close();
      stopWatching();
      // An agent repeats what was not answered, elsewhere: there is nothing to wait for.
      await closeSockets(wss, { drainMs: 0, tell: () => undefined });
    },
  };
}

function refusalOf(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  throw error;
}
