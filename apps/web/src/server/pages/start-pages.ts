import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { answerError } from '../http/answer';
import { webDir } from './build-inputs';
import { ensurePagesBuilt } from './ensure-pages-built';

export type PagesMode = 'off' | 'dev' | 'built';

/** What serves everything that is no API: Next, or nothing. */
export interface Pages {
  readonly mode: PagesMode;
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  /** Next's own sockets: hot reload in dev. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Starts Next in this process: `dev` compiles on demand, `built` builds first where the sources changed. */
export async function startPages(
  mode: PagesMode,
  { host, port }: { host: string; port: number },
): Promise<Pages> {
  if (mode === 'off') return pagesOff;
  const distDir = mode === 'built' ? await ensurePagesBuilt() : undefined;
  const isDev = mode === 'dev';
  // Read by next.config.mjs and by React, which has one build for each.
  Object.assign(process.env, {
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...(distDir === undefined ? {} : { EMAILAI_PAGES_DIST: distDir }),
  });
  const { default: next } = await import('next');
  const app = next({ dev: isDev, dir: webDir, hostname: host, port, quiet: !isDev });
  await app.prepare();
  const handle = app.getRequestHandler();
  const upgrade = app.getUpgradeHandler();
  return {
    mode,
    handle: (req, res) => handle(req, res),
    upgrade: (req, socket, head) => upgrade(req, socket, head),
    close: () => app.close(),
  };
}

const pagesOff: Pages = {
  mode: 'off',
  async handle(_req, res) {
    answerError(res, 404, {
      code: 'not_found',
      message: 'This run serves no pages.',
      requestId: String(res.getHeader('X-Request-Id')),
    });
  },
  async upgrade(_req, socket) {
    socket.destroy();
  },
  async close() {},
};
