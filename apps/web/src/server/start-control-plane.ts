import type { IncomingMessage } from 'node:http';
import { createMigrationCheck } from '@emailai/db/create-migration-check';
import type { MailVault } from '@emailai/db/mail-vault/open-mail-vault';
import { composeServices } from '@emailai/services/compose-services';
import type { ServiceContext } from '@emailai/services/context';
import type { Intervals } from '@emailai/services/intervals';
import type { Log } from '@emailai/services/log';
import { readAuthSecret } from './auth/auth-secret';
import { type Auth, createAuth } from './auth/create-auth';
import { readUser } from './auth/read-user';
import { createFrontServer } from './http/front-server';
import { knownOrigins } from './http/known-origins';
import { listen } from './http/listen';
import { pathOf } from './http/path-of';
import { createRequestRouter } from './http/route-request';
import { countSockets } from './observe/count-sockets';
import { createReadiness } from './observe/create-readiness';
import { metricsRoute } from './observe/metrics-route';
import { observeRequests } from './observe/observe-requests';
import { probeRoutes } from './observe/probe-routes';
import { NO_OPERATIONS, type Operations } from './operations';
import { type PagesMode, startPages } from './pages/start-pages';
import { createRestRoutes } from './rest/create-rest-routes';
import { withDocument } from './rest/openapi/with-document';
import { REST_ROUTES } from './rest/rest-routes';
import { openWebhookTarget } from './webhooks/open-webhook-target';
import { receiveUpdateRoute } from './webhooks/receive-update-route';
import { createAgentGateway } from './ws/agent-gateway';
import { createAppGateway } from './ws/app-gateway';
import { refuseUpgrade } from './ws/refuse-upgrade';

export interface ControlPlaneInput {
  /** A database whose migrations have been applied. */
  databaseUrl: string;
  vault: MailVault;
  /** Folder for what must outlive a restart (0700); the key of the session cookies lies there. */
  stateDir: string;
  host?: string;
  /** 0 asks the system for a free one. */
  port: number;
  pages: PagesMode;
  /** Personas stand ready to be signed in as, and nobody else can sign up. */
  isDemo: boolean;
  /** Where people reach it, if not at http://localhost:<port>. */
  publicUrl?: string | undefined;
  signUp?: 'first' | 'open';
  intervals?: Partial<Intervals>;
  /** Off where another process does, or a test wants nothing to happen by itself. */
  keepsHouse?: boolean;
  /** Keys, webhooks, metrics and how long things are kept, as the environment has them. */
  operations?: Operations;
  /** Told what an operator should know once, in a sentence. */
  say?: (sentence: string) => void;
  log: Log;
}

export interface ControlPlane {
  /** What to open in a browser. */
  url: string;
  port: number;
  ctx: ServiceContext;
  auth: Auth;
  close(): Promise<void>;
}

/** A database that takes longer to answer counts as one that does not. */
const READY_WITHIN_MS = 2_000;

/**
 * The control plane on one port: procedures, live sockets, sign-in and pages. Sockets of agents and browsers, the
 * sweeper and the pages all end with `close`.
 */
export async function startControlPlane(input: ControlPlaneInput): Promise<ControlPlane> {
  const { host = '127.0.0.1', log, isDemo, operations = NO_OPERATIONS } = input;
  const secret = await readAuthSecret(input.stateDir);
  const webhook = await openWebhookTarget(operations.webhook, input);
  const services = composeServices({
    databaseUrl: input.databaseUrl,
    vault: input.vault,
    log,
    webhook,
    retention: operations.retention,
    ...(input.intervals === undefined ? {} : { intervals: input.intervals }),
    ...(input.keepsHouse === undefined ? {} : { keepsHouse: input.keepsHouse }),
  });
  const { ctx } = services;

  const front = createFrontServer(log);
  const port = await listen(front.server, { host, port: input.port }).catch(
    async (error: unknown) => {
      await services.close();
      throw error;
    },
  );
  const pages = await startPages(input.pages, { host, port }).catch(async (error: unknown) => {
    front.server.close();
    front.cutOff();
    await services.close();
    throw error;
  });
  const origins = knownOrigins({ host, port, publicUrl: input.publicUrl });
  const auth = createAuth({
    db: ctx.db,
    secret,
    origins: origins.list,
    signUp: isDemo ? 'never' : (input.signUp ?? 'first'),
    isDemo,
    log,
  });
  const readiness = createReadiness({
    askDatabase: () => ctx.db.pool.query('SELECT 1'),
    pendingMigrations: createMigrationCheck(ctx.db),
    isListening: services.isListening,
    timeoutMs: READY_WITHIN_MS,
  });
  const userOf = (req: IncomingMessage) => readUser(auth, req.headers);
  const appGateway = createAppGateway({ services: ctx, origins, readUser: userOf, isDemo });
  const agentGateway = createAgentGateway(ctx);
  const rest = createRestRoutes({
    services: ctx,
    origins,
    readUser: userOf,
    routes: withDocument(
      [
        ...REST_ROUTES,
        receiveUpdateRoute({ keys: operations.internalKeys }),
        ...probeRoutes(readiness),
        metricsRoute({ token: operations.metricsToken }),
      ],
      origins.list[0],
    ),
  });
  const router = createRequestRouter({
    services: ctx,
    auth,
    origins,
    pages,
    rest,
    readUser: userOf,
    isDemo,
  });

  const enter = countSockets(ctx.metrics);

  front.open({
    onRequest: observeRequests({ metrics: ctx.metrics, rest }, router),
    async onUpgrade(req, socket, head) {
      const pathname = pathOf(req);
      if (pathname === '/ws/app') return enter('app', appGateway, req, socket, head);
      if (pathname === '/ws/agent') return enter('agent', agentGateway, req, socket, head);
      if (pages.mode === 'dev') return pages.upgrade(req, socket, head);
      refuseUpgrade(socket, 404, 'There is no such socket.');
    },
  });

  return {
    url: origins.list[0] ?? `http://localhost:${port}`,
    port,
    ctx,
    auth,
    async close() {
      readiness.stop();
      const closed = new Promise<void>((resolve) => front.server.close(() => resolve()));
      await Promise.all([appGateway.close(), agentGateway.close()]);
      front.cutOff();
      await closed;
      await pages.close();
      await services.close();
    },
  };
}
