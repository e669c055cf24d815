import type { IncomingMessage } from 'node:http';
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
import { createRequestRouter } from './http/route-request';
import { type PagesMode, startPages } from './pages/start-pages';
import { createRestRoutes } from './rest/create-rest-routes';
import { withDocument } from './rest/openapi/with-document';
import { REST_ROUTES } from './rest/rest-routes';
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

/**
 * The control plane on one port: procedures, live sockets, sign-in and pages. Sockets of agents and browsers, the
 * sweeper and the pages all end with `close`.
 */
export async function startControlPlane(input: ControlPlaneInput): Promise<ControlPlane> {
  const { host = '127.0.0.1', log, isDemo } = input;
  const secret = await readAuthSecret(input.stateDir);
  const services = composeServices({
    databaseUrl: input.databaseUrl,
    vault: input.vault,
    log,
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
  const userOf = (req: IncomingMessage) => readUser(auth, req.headers);
  const appGateway = createAppGateway({ services: ctx, origins, readUser: userOf, isDemo });
  const agentGateway = createAgentGateway(ctx);
  const rest = createRestRoutes({
    services: ctx,
    origins,
    readUser: userOf,
    routes: withDocument(REST_ROUTES, origins.list[0]),
  });

  front.open({
    onRequest: createRequestRouter({
      services: ctx,
      auth,
      origins,
      pages,
      rest,
      readUser: userOf,
      isDemo,
    }),
    async onUpgrade(req, socket, head) {
      const { pathname } = new URL(req.url ?? '/', 'http://localhost');
      if (pathname === '/ws/app') return appGateway.upgrade(req, socket, head);
      if (pathname === '/ws/agent') return agentGateway.upgrade(req, socket, head);
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
      const closed = new Promise<void>((resolve) => front.server.close(() => resolve()));
      await Promise.all([appGateway.close(), agentGateway.close()]);
      front.cutOff();
      await closed;
      await pages.close();
      await services.close();
    },
  };
}
