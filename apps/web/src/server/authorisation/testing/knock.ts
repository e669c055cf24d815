import {
  createTRPCUntypedClient,
  createWSClient,
  httpLink,
  TRPCClientError,
  wsLink,
} from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { WebSocket } from 'ws';

/** Where somebody knocks: at the browsers' procedures or at those of agents. */
export type Door = 'app' | 'agent';
export type ProcedureKind = 'query' | 'mutation' | 'subscription';

/** Who knocks, by what they show of themselves: a session cookie, a bearer token, or nothing. */
export interface Knocker {
  cookie?: string;
  token?: string;
}

export type Outcome =
  /** What came back; of a subscription what it sent first, if it was asked to wait for that. */
  | { kind: 'answered'; answer: unknown }
  /** `no_socket` where the upgrade itself was refused. */
  | { kind: 'refused'; code: string; words: unknown };

export interface Knock {
  door: Door;
  path: string;
  kind: ProcedureKind;
  input: unknown;
  /** A subscription that is open and silent counts as answered. */
  isSilent?: boolean;
}

/** Calls procedures of a running server as anybody could, over HTTP or a socket of the right door. */
export function createKnocker(port: number, who: Knocker) {
  const origin = `http://127.0.0.1:${port}`;
  const credentials = {
    ...(who.cookie === undefined ? {} : { cookie: who.cookie }),
    ...(who.token === undefined ? {} : { authorization: `Bearer ${who.token}` }),
  };
  const overHttp = createTRPCUntypedClient<AnyRouter>({
    links: [httpLink({ url: `${origin}/api/trpc`, headers: { ...credentials, origin } })],
  });

  async function overSocket(door: Door, knock: Knock): Promise<Outcome> {
    const url = `ws://127.0.0.1:${port}/ws/${door}`;
    // Agents send no Origin, and a browser cannot leave it out.
    const headers = door === 'app' ? { ...credentials, origin } : credentials;
    const refusal = await upgradeRefusal(url, headers);
    if (refusal !== null) return { kind: 'refused', code: 'no_socket', words: refusal };
    const socket = createWSClient({ url, WebSocket: socketClass(headers) });
    try {
      const client = createTRPCUntypedClient<AnyRouter>({ links: [wsLink({ client: socket })] });
      return await ask(client, knock);
    } finally {
      await socket.close();
    }
  }

  return (knock: Knock): Promise<Outcome> =>
    knock.door === 'app' && knock.kind !== 'subscription'
      ? ask(overHttp, knock)
      : overSocket(knock.door, knock);
}

type Client = ReturnType<typeof createTRPCUntypedClient<AnyRouter>>;

async function ask(client: Client, knock: Knock): Promise<Outcome> {
  const { path, kind, input } = knock;
  try {
    if (kind === 'query') return { kind: 'answered', answer: await client.query(path, input) };
    if (kind === 'mutation')
      return { kind: 'answered', answer: await client.mutation(path, input) };
    return { kind: 'answered', answer: await firstOf(client, knock) };
  } catch (error) {
    if (!(error instanceof TRPCClientError)) throw error;
    const data = error.data as { code?: string } | null | undefined;
    // Without data it is no refusal of ours: the connection broke, say.
    if (typeof data?.code !== 'string') throw error;
    return { kind: 'refused', code: data.code, words: { message: error.message, data } };
  }
}

function firstOf(client: Client, { path, input, isSilent = false }: Knock): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      settle();
      // Not within its own callback: the link has not handed it out yet.
      queueMicrotask(() => subscription.unsubscribe());
    };
    const subscription = client.subscription(path, input, {
      onStarted: () => isSilent && end(() => resolve([])),
      onData: (item) => end(() => resolve([item])),
      onComplete: () => end(() => resolve([])),
      onError: (error) => end(() => reject(error)),
    });
  });
}

function socketClass(headers: Record<string, string>): typeof globalThis.WebSocket {
  class KnockingSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, undefined, { headers });
    }
  }
  return asBrowserSocket(KnockingSocket);
}

/** `ws` follows the browser's interface in all that tRPC's client uses, but its types do not say so. */
function asBrowserSocket(made: new (url: string | URL) => WebSocket): typeof globalThis.WebSocket {
  return made as unknown as typeof globalThis.WebSocket;
}

/** The status an upgrade is refused with, or `null` where it opens. */
function upgradeRefusal(url: string, headers: Record<string, string>): Promise<number | null> {
  const probe = new WebSocket(url, { headers });
  return new Promise((resolve, reject) => {
    probe.once('open', () => {
      probe.once('close', () => resolve(null));
      probe.close();
    });
    probe.once('unexpected-response', (_, answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    probe.on('error', reject);
  });
}
