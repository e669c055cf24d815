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
import { refuseUpgrade } from './refuse-upgrade';
import { closeSockets, KEEP_ALIVE, MAX_PAYLOAD_BYTES, watchBackpressure } from './socket-limits';

/** A page of a job's mail goes out in one message, so an agent may be further behind than a browser. */
const MAX_AGENT_BUFFERED_BYTES = 32 * 1024 * 1024;
const CLOSE_REVOKED = 4401;

const BEARER = /^Bearer (fta_\S{1,200})$/;

/** `/ws/agent`: machines with a token. What a browser can send (cookies, an Origin) is refused unseen. */
export function createAgentGateway(services: ServiceContext): Gateway {
  const links = new WeakMap<IncomingMessage, { agent: AuthenticatedAgent; linkId: string }>();
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD_BYTES });
  const stopWatching = watchBackpressure(wss, () => MAX_AGENT_BUFFERED_BYTES);

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
    keepAlive: KEEP_ALIVE,
    createContext({ req }): AgentContext {
      const link = links.get(req);
      if (!link) throw new ServiceError('unauthenticated', 'This socket belongs to no agent.');
      return { services, ...link, requestId: newId() };
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
      try {
        const agent = await authenticateAgent({ ctx: services, input: { token } });
        links.set(req, { agent, linkId: newId() });
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return refuseUpgrade(socket, 401, error.message);
      }
      if (socket.destroyed) return;
      wss.handleUpgrade(req, socket, head, (client) => wss.emit('connection', client, req));
    },
    async close() {
      stopWatching();
      await closeSockets(wss);
    },
  };
}
