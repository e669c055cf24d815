import type { AppRouter } from '@emailai/api/app/router';
import { createBrowserLinks } from '@emailai/web/browser/browser-links';
import { promptSocketClass } from '@emailai/web/browser/prompt-socket';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import { pageSocketClass } from './page-socket';

export interface PageAddress {
  /** Where the server is. */
  port: number;
  /** Where to connect instead: a proxy. */
  socketPort?: number;
  cookie: string;
}

const originOf = (port: number) => `http://127.0.0.1:${port}`;

/** The live half of a writer's open page: the very links of the browser, in this process. */
export function openPage({ port, socketPort = port, cookie }: PageAddress): {
  client: TRPCClient<AppRouter>;
  close: () => Promise<void>;
} {
  const origin = originOf(port);
  const { links, close } = createBrowserLinks({
    socketUrl: () => `ws://127.0.0.1:${socketPort}/ws/app`,
    httpUrl: `${origin}/api/trpc`,
    socketClass: pageSocketClass({ origin, cookie }),
  });
  return { client: createTRPCClient<AppRouter>({ links }), close };
}

const IMPATIENT_RETRY_MS = 2;
const OPEN_MS = 5_000;

/** The same, but for the pauses between two attempts to connect: a thousand of them take minutes in a browser. */
export function openImpatientPage({ port, socketPort = port, cookie }: PageAddress): {
  client: TRPCClient<AppRouter>;
  close: () => Promise<void>;
} {
  const client = createWSClient({
    url: `ws://127.0.0.1:${socketPort}/ws/app`,
    WebSocket: promptSocketClass(pageSocketClass({ origin: originOf(port), cookie }), {
      openMs: OPEN_MS,
    }),
    retryDelayMs: () => IMPATIENT_RETRY_MS,
  });
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }),
    close: () => client.close(),
  };
}

/** Questions and orders of a page, over HTTP with its cookie. */
export function askAsPage({ port, cookie }: PageAddress): TRPCClient<AppRouter> {
  const origin = originOf(port);
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${origin}/api/trpc`, headers: { cookie, origin } })],
  });
}
